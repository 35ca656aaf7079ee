#include "vector.h"

#pragma STDC FP_CONTRACT OFF
// Functions with vectors wider than a register are inlined everywhere: no caller depends on how they are passed.
#pragma clang diagnostic ignored "-Wpsabi"

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

// e^x for x within what is clamped to, 1 / (1 + e^-x) and tanh x of a vector: see Activation.swift.
#define ACTIVATIONS(PREFIX, TARGET, V, I)                                                                              \
    TARGET static inline __attribute__((always_inline)) V PREFIX##_clamp(V x)                                          \
    {                                                                                                                  \
        const V low = (V){} - 87.0f, high = (V){} + 87.0f;                                                             \
        x = x > high ? high : x;                                                                                       \
        return x < low ? low : x;                                                                                      \
    }                                                                                                                  \
    TARGET static inline __attribute__((always_inline)) V PREFIX##_exp(V x)                                            \
    {                                                                                                                  \
        const V magic = (V){} + 12582912.0f;                                                                           \
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
        return 1.0f / (1.0f + PREFIX##_exp(-PREFIX##_clamp(x)));                                                       \
    }                                                                                                                  \
    TARGET static inline __attribute__((always_inline)) V PREFIX##_tanh_of(V x)                                        \
    {                                                                                                                  \
        return 1.0f - 2.0f / (PREFIX##_exp(PREFIX##_clamp(2.0f * x)) + 1.0f);                                          \
    }

#define MAP(NAME, TARGET, V, FUNCTION, REST)                                                                           \
    TARGET static void NAME(long n, const float *x, float *y)                                                          \
    {                                                                                                                  \
        const long lanes = sizeof(V) / sizeof(float);                                                                  \
        long i = 0;                                                                                                    \
        for (; i + lanes <= n; i += lanes) *(V *)(y + i) = FUNCTION(*(const V *)(x + i));                              \
        if (i < n) REST(n - i, x + i, y + i);                                                                          \
    }

// Adds rows of a matrix to n sums, 16 of which stay in registers.
#define ROWS(PREFIX, TARGET)                                                                                           \
    TARGET static void PREFIX##_add_rows(long n, const float *matrix, long count, const int *rows, float *sums)        \
    {                                                                                                                  \
        for (long j = 0; j < n; j += 16) {                                                                             \
            f16 sum = *(const f16 *)(sums + j);                                                                        \
            for (long i = 0; i < count; i++) sum += *(const f16 *)(matrix + rows[i] * n + j);                          \
            *(f16 *)(sums + j) = sum;                                                                                  \
        }                                                                                                              \
    }

// The GRU's kernels, 16 units at a time: of rows whose sums are there already, and of steps with their products. An
// activation is a long chain of operations: those of 16 units, of one sequence or two, go through it side by side, as
// one wide vector.
#define GRU(PREFIX, TARGET, V)                                                                                         \
    ACTIVATIONS(PREFIX##_one, TARGET, f16, i16)                                                                        \
    ACTIVATIONS(PREFIX##_two, TARGET, f32, i32)                                                                        \
    TARGET static void PREFIX##_gru(                                                                                   \
        long rows, long units, float *gates, const float *sums, const float *state, float *next)                       \
    {                                                                                                                  \
        for (long row = 0; row < rows; row++) {                                                                        \
            for (long i = 0; i < units; i += 16) {                                                                     \
                f16 *reset = (f16 *)(gates + i), *update = (f16 *)(gates + units + i);                                 \
                f16 *new = (f16 *)(gates + 2 * units + i);                                                             \
                ACTIVATE(PREFIX##_one, *reset, *update, *new, *(const f16 *)(sums + i),                                \
                    *(const f16 *)(sums + units + i), *(const f16 *)(sums + 2 * units + i));                           \
                *(f16 *)(next + i) = (1.0f - *update) * *new + *update * *(const f16 *)(state + i);                    \
            }                                                                                                          \
            gates += 3 * units, sums += 3 * units, state += units, next += units;                                      \
        }                                                                                                              \
    }                                                                                                                  \
    STEP(PREFIX##_one, TARGET, V, f16, 1)                                                                              \
    STEP(PREFIX##_two, TARGET, V, f32, 2)                                                                              \
    TARGET static void PREFIX##_gru_steps(                                                                             \
        long count, const vector_step *steps, long units, long hidden, const float *recurrent, const float *bias)      \
    {                                                                                                                  \
        for (; count >= 2; count -= 2, steps += 2) PREFIX##_two_step(steps, units, hidden, recurrent, bias);           \
        if (count == 1) PREFIX##_one_step(steps, units, hidden, recurrent, bias);                                      \
    }

#define ACTIVATE(PREFIX, RESET, UPDATE, NEW, RESET_SUM, UPDATE_SUM, NEW_SUM)                                           \
    RESET = PREFIX##_sigmoid_of(RESET + RESET_SUM);                                                                    \
    UPDATE = PREFIX##_sigmoid_of(UPDATE + UPDATE_SUM);                                                                 \
    NEW = PREFIX##_tanh_of(NEW + RESET * NEW_SUM);

// A step of ROWS sequences: the sums of 16 units stay in registers, enough of them to wait for their additions together.
#define STEP(PREFIX, TARGET, V, WIDE, ROWS)                                                                            \
    TARGET static inline __attribute__((always_inline)) void PREFIX##_step(                                            \
        const vector_step *steps, long units, long hidden, const float *recurrent, const float *bias)                  \
    {                                                                                                                  \
        enum { lanes = sizeof(V) / sizeof(float), registers = 16 / lanes };                                            \
        for (long i = 0; i < units; i += 16) {                                                                         \
            V sums[3][ROWS][registers];                                                                                \
            EACH(gate, 3) EACH(row, ROWS) EACH(j, registers)                                                           \
                sums[gate][row][j] = *(const V *)(bias + gate * units + i + j * lanes);                                \
            for (long p = 0; p < hidden; p++)                                                                          \
                EACH(gate, 3) EACH(j, registers) {                                                                     \
                    const V weights = *(const V *)(recurrent + (p * 3 + gate) * units + i + j * lanes);                \
                    EACH(row, ROWS) sums[gate][row][j] += steps[row].state[p] * weights;                               \
                }                                                                                                      \
            union { V registers[ROWS][registers]; f16 row[ROWS]; WIDE all; } gates[3], sum[3], state, next;            \
            EACH(row, ROWS) {                                                                                          \
                EACH(gate, 3) {                                                                                        \
                    gates[gate].row[row] = *(const f16 *)(steps[row].input + gate * units + i);                        \
                    EACH(j, registers) sum[gate].registers[row][j] = sums[gate][row][j];                               \
                }                                                                                                      \
                state.row[row] = *(const f16 *)(steps[row].state + i);                                                 \
            }                                                                                                          \
            ACTIVATE(PREFIX, gates[0].all, gates[1].all, gates[2].all, sum[0].all, sum[1].all, sum[2].all)             \
            next.all = (1.0f - gates[1].all) * gates[2].all + gates[1].all * state.all;                                \
            EACH(row, ROWS) *(f16 *)(steps[row].next + i) = next.row[row];                                             \
        }                                                                                                              \
    }

#define EACH(INDEX, COUNT) _Pragma("clang loop unroll(full)") for (int INDEX = 0; INDEX < (COUNT); INDEX++)

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
    MAP(PREFIX##_sigmoid, TARGET, V, PREFIX##_sigmoid_of, REST##_sigmoid)                                              \
    MAP(PREFIX##_tanh, TARGET, V, PREFIX##_tanh_of, REST##_tanh)

#define REGISTER(NAME, LANES)                                                                                          \
    typedef float f##NAME __attribute__((ext_vector_type(LANES), aligned(4)));                                         \
    typedef int i##NAME __attribute__((ext_vector_type(LANES), aligned(4)));

REGISTER(1, 1)
REGISTER(4, 4)
REGISTER(8, 8)
REGISTER(16, 16)
REGISTER(32, 32)

// What one lane leaves over is nothing.
static void none_add_product(
    long m, long n, long k, const float *a, long a_row, long a_column, const float *b, long b_row, float *c, long c_row)
{
}
static void none_sigmoid(long n, const float *x, float *y) {}
static void none_tanh(long n, const float *x, float *y) {}

KERNELS(single, , f1, i1, 4, 1, 1, none)
KERNELS(narrow, , f4, i4, 4, 2, 12, single)
ROWS(narrow, )
GRU(narrow, , f4)

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2")))
KERNELS(wide, AVX2, f8, i8, 4, 2, 6, narrow)
ROWS(wide, AVX2)
GRU(wide, AVX2, f8)
#define AVX512 __attribute__((target("avx512f")))
KERNELS(widest, AVX512, f16, i16, 6, 4, 3, narrow)
ROWS(widest, AVX512)
GRU(widest, AVX512, f16)

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

void vector_add_rows(
    vector_width width, long n, const float *matrix, long count, const int *rows, float *sums)
{
    DISPATCH(add_rows, n, matrix, count, rows, sums);
}

void vector_gru(
    vector_width width, long rows, long units, float *gates, const float *sums, const float *state, float *next)
{
    DISPATCH(gru, rows, units, gates, sums, state, next);
}

void vector_gru_steps(
    vector_width width, long count, const vector_step *steps, long units, long hidden, const float *recurrent,
    const float *bias)
{
    DISPATCH(gru_steps, count, steps, units, hidden, recurrent, bias);
}

void vector_sigmoid(vector_width width, long n, const float *x, float *y) { DISPATCH(sigmoid, n, x, y); }
void vector_tanh(vector_width width, long n, const float *x, float *y) { DISPATCH(tanh, n, x, y); }
