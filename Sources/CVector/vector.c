#include "vector.h"

#pragma STDC FP_CONTRACT OFF

// A tile of ROWS rows and COLUMNS registers of c, held in registers while it takes in all of a and b.
#define TILE(NAME, TARGET, V, ROWS, COLUMNS)                                                                           \
    TARGET static inline __attribute__((always_inline)) void NAME(                                                     \
        long k, const float *a, long a_row, long a_column, const float *b, long b_row, float *c, long c_row)           \
    {                                                                                                                  \
        V sum[ROWS][COLUMNS];                                                                                          \
        const long lanes = sizeof(V) / sizeof(float);                                                                  \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < ROWS; i++)                                              \
            _Pragma("clang loop unroll(full)") for (int j = 0; j < COLUMNS; j++)                                       \
                sum[i][j] = *(const V *)(c + i * c_row + j * lanes);                                                   \
        for (long p = 0; p < k; p++) {                                                                                 \
            V row[COLUMNS];                                                                                            \
            _Pragma("clang loop unroll(full)") for (int j = 0; j < COLUMNS; j++)                                       \
                row[j] = *(const V *)(b + p * b_row + j * lanes);                                                      \
            _Pragma("clang loop unroll(full)") for (int i = 0; i < ROWS; i++) {                                        \
                const float x = a[i * a_row + p * a_column];                                                           \
                _Pragma("clang loop unroll(full)") for (int j = 0; j < COLUMNS; j++) sum[i][j] += x * row[j];          \
            }                                                                                                          \
        }                                                                                                              \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < ROWS; i++)                                              \
            _Pragma("clang loop unroll(full)") for (int j = 0; j < COLUMNS; j++)                                       \
                *(V *)(c + i * c_row + j * lanes) = sum[i][j];                                                         \
    }

// e^x, 1 / (1 + e^-x) and tanh x of a register: see Activation.swift.
#define ACTIVATIONS(PREFIX, TARGET, V, I)                                                                              \
    TARGET static inline __attribute__((always_inline)) V PREFIX##_exp(V x)                                            \
    {                                                                                                                  \
        const V low = (V){} - 87.0f, high = (V){} + 87.0f, magic = (V){} + 12582912.0f;                                \
        x = x < low ? low : (x > high ? high : x);                                                                     \
        V shifted = x * 1.44269504f + magic;                                                                           \
        V n = shifted - magic;                                                                                         \
        V r = x - n * 0.693359375f - n * -2.1219444e-4f;                                                               \
        V p = (V){} + 1.98756915e-4f;                                                                                  \
        p = p * r + 1.3981999507e-3f;                                                                                  \
        p = p * r + 8.3334519073e-3f;                                                                                  \
        p = p * r + 4.1665795894e-2f;                                                                                  \
        p = p * r + 1.6666665459e-1f;                                                                                  \
        p = p * r + 5.0000001201e-1f;                                                                                  \
        V y = p * (r * r) + r + 1.0f;                                                                                  \
        return (V)((I)y + (((I)shifted - (I)magic) << 23));                                                            \
    }                                                                                                                  \
    TARGET static inline __attribute__((always_inline)) V PREFIX##_sigmoid_of(V x)                                     \
    {                                                                                                                  \
        return 1.0f / (1.0f + PREFIX##_exp(-x));                                                                       \
    }                                                                                                                  \
    TARGET static inline __attribute__((always_inline)) V PREFIX##_tanh_of(V x)                                        \
    {                                                                                                                  \
        return 1.0f - 2.0f / (PREFIX##_exp(2.0f * x) + 1.0f);                                                          \
    }

#define MAP(NAME, TARGET, V, FUNCTION, REST)                                                                           \
    TARGET static void NAME(long n, const float *x, float *y)                                                          \
    {                                                                                                                  \
        const long lanes = sizeof(V) / sizeof(float);                                                                  \
        long i = 0;                                                                                                    \
        for (; i + lanes <= n; i += lanes) *(V *)(y + i) = FUNCTION(*(const V *)(x + i));                              \
        if (i < n) REST(n - i, x + i, y + i);                                                                          \
    }

// The gates' activations and the next state of rows of a GRU; units is a whole number of registers.
#define GRU(PREFIX, TARGET, V)                                                                                         \
    TARGET static void PREFIX##_gru(                                                                                   \
        long rows, long units, float *gates, const float *sums, const float *state, float *next)                       \
    {                                                                                                                  \
        const long lanes = sizeof(V) / sizeof(float);                                                                  \
        for (long row = 0; row < rows; row++) {                                                                        \
            for (long i = 0; i < units; i += lanes) {                                                                  \
                V *reset = (V *)(gates + i), *update = (V *)(gates + units + i), *new = (V *)(gates + 2 * units + i);  \
                *reset = PREFIX##_sigmoid_of(*reset + *(const V *)(sums + i));                                         \
                *update = PREFIX##_sigmoid_of(*update + *(const V *)(sums + units + i));                               \
                *new = PREFIX##_tanh_of(*new + *reset * *(const V *)(sums + 2 * units + i));                           \
                *(V *)(next + i) = (1.0f - *update) * *new + *update * *(const V *)(state + i);                        \
            }                                                                                                          \
            gates += 3 * units, sums += 3 * units, state += units, next += units;                                      \
        }                                                                                                              \
    }

// Bands of columns from j on, WIDTH wide: tiles from the top down, then what is left of the rows one by one.
#define BAND(TILE, ROW, WIDTH)                                                                                         \
    for (; j + (WIDTH) <= n; j += (WIDTH)) {                                                                           \
        long i = 0;                                                                                                    \
        for (; i + rows <= m; i += rows)                                                                               \
            TILE(k, a + i * a_row, a_row, a_column, b + j, b_row, c + i * c_row + j, c_row);                           \
        for (; i < m; i++) ROW(k, a + i * a_row, a_row, a_column, b + j, b_row, c + i * c_row + j, c_row);             \
    }

// The kernels of one width. What is left over at the right goes to the next narrower one, REST. A single row has LONG
// registers at once, the gates of 16 units: one sum waits for its last addition, several do so together.
#define KERNELS(PREFIX, TARGET, V, I, ROWS, COLUMNS, LONG, REST)                                                       \
    TILE(PREFIX##_tile, TARGET, V, ROWS, COLUMNS)                                                                      \
    TILE(PREFIX##_row, TARGET, V, 1, COLUMNS)                                                                          \
    TILE(PREFIX##_column, TARGET, V, ROWS, 1)                                                                          \
    TILE(PREFIX##_cell, TARGET, V, 1, 1)                                                                               \
    TILE(PREFIX##_long, TARGET, V, 1, LONG)                                                                            \
    TARGET static void PREFIX##_add_product(                                                                           \
        long m, long n, long k, const float *a, long a_row, long a_column, const float *b, long b_row, float *c,       \
        long c_row)                                                                                                    \
    {                                                                                                                  \
        const long rows = ROWS, lanes = sizeof(V) / sizeof(float);                                                     \
        long j = 0;                                                                                                    \
        if (m == 1)                                                                                                    \
            for (; j + (LONG) * lanes <= n; j += (LONG) * lanes)                                                       \
                PREFIX##_long(k, a, a_row, a_column, b + j, b_row, c + j, c_row);                                      \
        BAND(PREFIX##_tile, PREFIX##_row, COLUMNS * lanes)                                                             \
        BAND(PREFIX##_column, PREFIX##_cell, lanes)                                                                    \
        if (j < n) REST##_add_product(m, n - j, k, a, a_row, a_column, b + j, b_row, c + j, c_row);                    \
    }                                                                                                                  \
    ACTIVATIONS(PREFIX, TARGET, V, I)                                                                                  \
    GRU(PREFIX, TARGET, V)                                                                                             \
    MAP(PREFIX##_sigmoid, TARGET, V, PREFIX##_sigmoid_of, REST##_sigmoid)                                              \
    MAP(PREFIX##_tanh, TARGET, V, PREFIX##_tanh_of, REST##_tanh)

#define REGISTER(NAME, LANES)                                                                                          \
    typedef float f##NAME __attribute__((ext_vector_type(LANES), aligned(4)));                                         \
    typedef int i##NAME __attribute__((ext_vector_type(LANES), aligned(4)));

REGISTER(1, 1)
REGISTER(4, 4)
REGISTER(8, 8)
REGISTER(16, 16)

// What one lane leaves over is nothing.
static void none_add_product(
    long m, long n, long k, const float *a, long a_row, long a_column, const float *b, long b_row, float *c, long c_row)
{
}
static void none_sigmoid(long n, const float *x, float *y) {}
static void none_tanh(long n, const float *x, float *y) {}

KERNELS(single, , f1, i1, 4, 1, 1, none)
KERNELS(narrow, , f4, i4, 4, 2, 12, single)

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2")))
KERNELS(wide, AVX2, f8, i8, 4, 2, 6, narrow)
#define AVX512 __attribute__((target("avx512f")))
KERNELS(widest, AVX512, f16, i16, 6, 4, 3, narrow)

vector_width vector_widest(void)
{
    if (__builtin_cpu_supports("avx512f")) return vector_512;
    return __builtin_cpu_supports("avx2") ? vector_256 : vector_baseline;
}

#define DISPATCH(FUNCTION, ...)                                                                                        \
    switch (width) {                                                                                                   \
    case vector_512: widest_##FUNCTION(__VA_ARGS__); break;                                                            \
    case vector_256: wide_##FUNCTION(__VA_ARGS__); break;                                                              \
    default: narrow_##FUNCTION(__VA_ARGS__);                                                                           \
    }
#else
vector_width vector_widest(void) { return vector_baseline; }
#define DISPATCH(FUNCTION, ...) narrow_##FUNCTION(__VA_ARGS__)
#endif

void vector_add_product(
    vector_width width, long m, long n, long k, const float *a, long a_row, long a_column, const float *b, long b_row,
    float *c, long c_row)
{
    DISPATCH(add_product, m, n, k, a, a_row, a_column, b, b_row, c, c_row);
}

void vector_gru(
    vector_width width, long rows, long units, float *gates, const float *sums, const float *state, float *next)
{
    DISPATCH(gru, rows, units, gates, sums, state, next);
}

void vector_sigmoid(vector_width width, long n, const float *x, float *y) { DISPATCH(sigmoid, n, x, y); }
void vector_tanh(vector_width width, long n, const float *x, float *y) { DISPATCH(tanh, n, x, y); }
