#include "bytes.h"

#include <string.h>

// What is left over behind the last whole register, byte by byte.
static uint16_t *places_in_rest(
    const uint8_t *bytes, long start, long count, long readable, const uint8_t *text, long length, uint16_t *places)
{
    for (long i = start; i < count && i + length <= readable; i++)
        if (memcmp(bytes + i, text, length) == 0) *places++ = i;
    return places;
}

// Whether the bytes are the same; without a call, which would cost the registers.
static inline __attribute__((always_inline)) int equal(const uint8_t *a, const uint8_t *b, long length)
{
    if (length < 8) {
        for (long i = 0; i < length; i++)
            if (a[i] != b[i]) return 0;
        return 1;
    }
    for (long i = 0; i < length - 8; i += 8)
        if (memcmp(a + i, b + i, 8) != 0) return 0;
    return memcmp(a + length - 8, b + length - 8, 8) == 0;
}

static long find_in_rest(const uint8_t *bytes, long start, long last, const uint8_t *text, long length)
{
    for (long i = start; i <= last; i++)
        if (equal(bytes + i, text, length)) return i;
    return -1;
}

#if defined(__x86_64__)
#include <immintrin.h>

// A register of bytes at a time, then the rest.
#define SEARCHES(PREFIX, TARGET, V, LANES, LOAD, ALL, EQUAL, AND, MASK)                                                \
    TARGET static inline __attribute__((always_inline)) uint16_t *PREFIX##_put(long i, V here, uint16_t *places)       \
    {                                                                                                                  \
        for (uint32_t mask = MASK(here); mask; mask &= mask - 1) *places++ = i + __builtin_ctz(mask);                  \
        return places;                                                                                                 \
    }                                                                                                                  \
    TARGET static uint16_t *PREFIX##_places(                                                                           \
        const uint8_t *bytes, long count, long readable, const uint8_t *text, long length, uint16_t *places)           \
    {                                                                                                                  \
        const V first = ALL(text[0]), second = ALL(text[length / 3]), third = ALL(text[length / 2]),                   \
                last = ALL(text[length - 1]);                                                                          \
        long i = 0;                                                                                                    \
        if (length == 1)                                                                                               \
            for (; i + LANES <= count; i += LANES)                                                                     \
                places = PREFIX##_put(i, EQUAL(LOAD((const V *)(bytes + i)), first), places);                          \
        else                                                                                                           \
            for (; i + LANES <= count && i + LANES + 3 <= readable; i += LANES) {                                      \
                const V start = AND(                                                                                   \
                    EQUAL(LOAD((const V *)(bytes + i)), first), EQUAL(LOAD((const V *)(bytes + i + 1)), second));      \
                const V end = AND(                                                                                     \
                    EQUAL(LOAD((const V *)(bytes + i + 2)), third), EQUAL(LOAD((const V *)(bytes + i + 3)), last));    \
                places = PREFIX##_put(i, AND(start, end), places);                                                     \
            }                                                                                                          \
        return places_in_rest(bytes, i, count, readable, text, length, places);                                        \
    }                                                                                                                  \
    TARGET static long PREFIX##_find(                                                                                  \
        const uint8_t *bytes, long start, long end, long readable, const uint8_t *text, long length, long rare,        \
        long gap, vector_width width)                                                                                  \
    {                                                                                                                  \
        const V one = ALL(text[rare]), other = ALL(text[rare + gap]);                                                  \
        const long last = end - length;                                                                                \
        const uint8_t *place = bytes + rare;                                                                           \
        long i = start;                                                                                                \
        for (; i <= last && i + rare + gap + LANES <= readable; i += LANES) {                                          \
            const V both = AND(                                                                                        \
                EQUAL(LOAD((const V *)(place + i)), one), EQUAL(LOAD((const V *)(place + i + gap)), other));           \
            for (uint32_t mask = MASK(both); mask; mask &= mask - 1) {                                                 \
                const long found = i + __builtin_ctz(mask);                                                            \
                if (found > last) return -1;                                                                           \
                if (equal(bytes + found, text, length)) return found;                                                  \
            }                                                                                                          \
        }                                                                                                              \
        return find_in_rest(bytes, i, last, text, length);                                                             \
    }

SEARCHES(narrow, , __m128i, 16, _mm_loadu_si128, _mm_set1_epi8, _mm_cmpeq_epi8, _mm_and_si128, _mm_movemask_epi8)
#define AVX2 __attribute__((target("avx2")))
SEARCHES(
    wide, AVX2, __m256i, 32, _mm256_loadu_si256, _mm256_set1_epi8, _mm256_cmpeq_epi8, _mm256_and_si256,
    _mm256_movemask_epi8)
#else
static uint16_t *narrow_places(
    const uint8_t *bytes, long count, long readable, const uint8_t *text, long length, uint16_t *places)
{
    return places_in_rest(bytes, 0, count, readable, text, length, places);
}

static long narrow_find(
    const uint8_t *bytes, long start, long end, long readable, const uint8_t *text, long length, long rare, long gap,
    vector_width width)
{
    return find_in_rest(bytes, start, end - length, text, length);
}
#define wide_places narrow_places
#define wide_find narrow_find
#endif

long bytes_places(
    const uint8_t *bytes, long count, long readable, const uint8_t *text, long length, uint16_t *places,
    vector_width width)
{
    return (width == vector_baseline ? narrow_places(bytes, count, readable, text, length, places)
                                     : wide_places(bytes, count, readable, text, length, places)) -
           places;
}

// All have the same parameters, so that a call becomes a jump.
long bytes_find(
    const uint8_t *bytes, long start, long end, long readable, const uint8_t *text, long length, long rare, long gap,
    vector_width width)
{
    return (width == vector_baseline ? narrow_find : wide_find)(
        bytes, start, end, readable, text, length, rare, gap, width);
}
