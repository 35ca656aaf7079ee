// Sums of products and activations on arrays of floats, for the widest registers that the processor has.
//
// Every element is computed by the same additions, multiplications and divisions in the same order whatever the width,
// and none of them are fused: the results are the same to the last bit on every machine. Scoring/Activation.swift and
// the tests have the plain loops.
#ifndef BLOCKWATCH_VECTOR_H
#define BLOCKWATCH_VECTOR_H

// Which registers to use.
typedef enum { vector_baseline = 0, vector_256 = 1, vector_512 = 2 } vector_width;

// The widest that this processor has.
vector_width vector_widest(void);

// c[i][j] += a[i][0]·b[0][j] + a[i][1]·b[1][j] + ..., added from left to right, for i < m, j < n and p < k.
// a[i][p] stands at a[i * a_row + p * a_column]; the rows of b and c lie b_row and c_row floats apart.
void vector_add_product(
    vector_width width, long m, long n, long k, const float *a, long a_row, long a_column, const float *b, long b_row,
    float *c, long c_row);

// sums[j] += matrix[rows[0]][j] + matrix[rows[1]][j] + ..., added from left to right, for j < n, a multiple of 16; the
// matrix has rows of n.
void vector_add_rows(
    vector_width width, long n, const float *matrix, long count, const int *rows, float *sums);

// One step of a GRU for each row, unit by unit: r = σ(gates_r + sums_r), z = σ(gates_z + sums_z), n = tanh(gates_n + r·sums_n),
// next = (1 - z)·n + z·state. gates and sums are [rows, 3, units], state and next [rows, units], which may be the same;
// r, z and n take the place of the gates. units is a multiple of 16.
void vector_gru(
    vector_width width, long rows, long units, float *gates, const float *sums, const float *state, float *next);

// One step of one sequence: what goes into the gates [3, units], the state before it and room for the one after it
// [units], which may not overlap.
typedef struct {
    const float *input, *state;
    float *next;
} vector_step;

// One step of a GRU for each of several sequences, its product and all: as vector_gru, with the input for gates, and for
// sums bias + state·recurrent, added from left to right. recurrent is [hidden, 3, units], bias [3, units].
void vector_gru_steps(
    vector_width width, long count, const vector_step *steps, long units, long hidden, const float *recurrent,
    const float *bias);

// y[i] = 1 / (1 + e^-x[i]) and y[i] = tanh(x[i]), as Activation.swift has them; x and y may be the same.
void vector_sigmoid(vector_width width, long n, const float *x, float *y);
void vector_tanh(vector_width width, long n, const float *x, float *y);

#endif
