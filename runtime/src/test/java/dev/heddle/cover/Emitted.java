package dev.heddle.cover;

/** Reads what a program is given, by the description of {@link CoverArrays} alone. */
final class Emitted {

  private Emitted() {}

  /** How often each pair counts in the masks that the program applies: [m, n]. */
  static int[][] multiplicity(CoverArrays arrays, int m, int n) {
    int[][] times = new int[m][n];
    long[] numbers = arrays.numbers();
    for (int part = 0; part < numbers[0]; part++) {
      int at = 3 + 15 * part;
      int tiles = (int) numbers[at];
      int rows = (int) numbers[at + 1];
      int slots = (int) numbers[at + 2];
      for (int tile = 0; tile < tiles; tile++) {
        for (int row = 0; row < rows; row++) {
          int query = place(arrays, at + 3, tile, row, rows);
          for (int slot = 0; slot < slots; slot++) {
            if (counts(arrays, at, tile, row, slot)) {
              times[query][place(arrays, at + 7, tile, slot, slots)]++;
            }
          }
        }
      }
    }
    return times;
  }

  private static int place(CoverArrays arrays, int at, int tile, int slot, int slots) {
    long[] numbers = arrays.numbers();
    return numbers[at] == 1
        ? (int) arrays.index()[(int) numbers[at + 1] + tile * slots + slot]
        : (int) (numbers[at + 1] + tile * numbers[at + 2] + slot * numbers[at + 3]);
  }

  private static boolean counts(CoverArrays arrays, int at, int tile, int row, int slot) {
    long[] numbers = arrays.numbers();
    int rows = (int) numbers[at + 1];
    int slots = (int) numbers[at + 2];
    int first = (int) numbers[at + 12];
    return switch ((int) numbers[at + 11]) {
      case 0 -> true;
      case 1 -> slot <= row;
      case 2 -> arrays.forbidden()[first + row * slots + slot] == 0;
      case 3 -> arrays.forbidden()[first + (tile * rows + row) * slots + slot] == 0;
      default -> throw new IllegalStateException("no such masking: " + numbers[at + 11]);
    };
  }
}
