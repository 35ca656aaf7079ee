// How the C library keeps memory.
#ifndef BLOCKWATCH_MEMORY_H
#define BLOCKWATCH_MEMORY_H

// What is freed stays with the process from now on, instead of going back to the kernel.
void memory_stays_with_the_process(void);

#endif
