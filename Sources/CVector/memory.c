#include "memory.h"

#include <limits.h>
#include <malloc.h>

void memory_stays_with_the_process(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, INT_MAX);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif
}
