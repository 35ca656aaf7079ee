#include <systemd/sd-journal.h>
#include <systemd/sd-daemon.h>
#include <sys/signalfd.h>
