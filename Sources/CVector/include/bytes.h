// Searches in bytes, many at a time.
#ifndef BLOCKWATCH_BYTES_H
#define BLOCKWATCH_BYTES_H

#include <stdint.h>

#include "vector.h"

// Writes each i below `count` at which the `length` bytes of `text` stand at bytes[i] to `places`, from left to right; returns
// their number. Bytes behind bytes[readable - 1] are not read: a text that would go on there stands nowhere. length is 1
// or 4, count at most 65,536.
long bytes_places(
    const uint8_t *bytes, long count, long readable, const uint8_t *text, long length, uint16_t *places,
    vector_width width);

// The first i from start on at which the `length` bytes of `text` stand, all of them before bytes[end]; -1 where they stand
// nowhere there.
// text[rare] and text[rare + gap] are looked for first, so they should be what stands there least often.
// end is at most readable.
long bytes_find(
    const uint8_t *bytes, long start, long end, long readable, const uint8_t *text, long length, long rare, long gap,
    vector_width width);

#endif
