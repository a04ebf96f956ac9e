package dev.heddle.expressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.relation.Watch;
import dev.heddle.runtime.Decomposition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scores as X₁X₂ᵀ, both of n rows, ready to be multiplied with any matrix Z. */
sealed interface Factors {

  String PROJECTING = "projecting the factors";

  /** How many columns X₁ and X₂ have. */
  int rank();

  /**
   * X₁Z and X₂Z, each [n, columns], row by row.
   *
   * @param z [rank, columns]
   */
  Projected project(double[] z, int columns);

  /** Both factors, projected. */
  record Projected(double[] first, double[] second) {}

  static Factors of(Scores scores, Factoring factoring) {
    return switch (factoring) {
      case SVD -> Decomposed.of(scores);
      case ROWS -> new Direct(scores);
    };
  }

  /** X₁ = B, X₂ the identity. */
  record Direct(Scores scores) implements Factors {

    @Override
    public int rank() {
      return scores.target().n();
    }

    @Override
    public Projected project(double[] z, int columns) {
      TargetMatrix target = scores.target();
      double[] first = new double[z.length];
      for (int row = 0; row < target.n(); row++) {
        Watch.goOn(PROJECTING);
        for (int at = target.from(row); at < target.from(row + 1); at++) {
          add(first, row, scores.values()[at], z, target.column(at), columns);
        }
      }
      return new Projected(first, z);
    }
  }

  /**
   * One block of the matrix.
   *
   * @param left US^½, [rows, rank]
   * @param right VS^½, [columns, rank]
   */
  record Part(List<Integer> rows, List<Integer> columns, double[] left, double[] right, int rank) {

    private static final double ULP = 0x1p-52;

    static Part of(Scores scores, Components.Component component) {
      List<Integer> rows = component.rows();
      List<Integer> columns = component.columns();
      TargetMatrix target = scores.target();
      double[] block = new double[Math.multiplyExact(rows.size(), columns.size())];
      int[] place = new int[target.n()];
      for (int at = 0; at < columns.size(); at++) {
        place[columns.get(at)] = at;
      }
      for (int at = 0; at < rows.size(); at++) {
        int row = rows.get(at);
        for (int entry = target.from(row); entry < target.from(row + 1); entry++) {
          block[at * columns.size() + place[target.column(entry)]] = scores.values()[entry];
        }
      }
      if (block.length == 1) {
        double[] root = {Math.sqrt(block[0])};
        return new Part(rows, columns, root, root, 1);
      }
      // A decomposition takes about so many times the multiplications of a product.
      double multiplications = 20.0 * block.length * Math.min(rows.size(), columns.size());
      return Aside.done(
          "factoring the scores", multiplications, () -> decomposed(rows, columns, block));
    }

    private static Part decomposed(List<Integer> rows, List<Integer> columns, double[] block) {
      try (NDManager manager = NDManager.newBaseManager()) {
        NDArray matrix = manager.create(block, new Shape(rows.size(), columns.size()));
        Decomposition parts = Decomposition.of(matrix);
        double[] values = parts.s().toDoubleArray();
        double least = values[0] * ULP * Math.max(rows.size(), columns.size());
        int rank = 0;
        while (rank < values.length && values[rank] > least) {
          rank++;
        }
        NDArray roots = parts.s().get(":" + rank).sqrt();
        return new Part(
            rows,
            columns,
            parts.u().get(":, :" + rank).mul(roots).toDoubleArray(),
            parts.v().get(":, :" + rank).mul(roots).toDoubleArray(),
            rank);
      }
    }

    /** Adds this block's rows of both products. */
    void project(double[] z, int from, int columnsOfZ, Projected into) {
      times(left, rows, z, from, columnsOfZ, into.first());
      times(right, columns, z, from, columnsOfZ, into.second());
    }

    private void times(
        double[] factor, List<Integer> places, double[] z, int from, int width, double[] into) {
      if (places.size() == 1) {
        for (int inner = 0; inner < rank; inner++) {
          add(into, places.getFirst(), factor[inner], z, from + inner, width);
        }
        return;
      }
      double[] own = Arrays.copyOfRange(z, from * width, (from + rank) * width);
      double[] product =
          Aside.done(
              PROJECTING,
              (double) places.size() * own.length,
              () -> product(factor, places.size(), own, width));
      for (int at = 0; at < places.size(); at++) {
        System.arraycopy(product, at * width, into, places.get(at) * width, width);
      }
    }

    private double[] product(double[] factor, int height, double[] own, int width) {
      try (NDManager manager = NDManager.newBaseManager()) {
        return manager
            .create(factor, new Shape(height, rank))
            .matMul(manager.create(own, new Shape(rank, width)))
            .toDoubleArray();
      }
    }
  }

  /** The singular value decomposition, block by block. */
  record Decomposed(int n, List<Part> parts, int rank) implements Factors {

    /** What a decomposition holds of its matrix's size at the same time. */
    private static final int COPIES = 4;

    static Decomposed of(Scores scores) {
      List<Part> parts = new ArrayList<>();
      int rank = 0;
      for (Components.Component component : Components.of(scores.target())) {
        Watch.goOn("factoring the scores");
        long elements = (long) component.rows().size() * component.columns().size();
        MemoryBudget.ofHeap()
            .require(
                "a decomposition of %d × %d"
                    .formatted(component.rows().size(), component.columns().size()),
                elements,
                COPIES * Double.BYTES,
                0,
                () -> "the factoring `rows` needs none");
        Part part = Part.of(scores, component);
        parts.add(part);
        rank += part.rank();
      }
      return new Decomposed(scores.target().n(), parts, rank);
    }

    @Override
    public Projected project(double[] z, int columns) {
      Projected projected = new Projected(new double[n * columns], new double[n * columns]);
      int from = 0;
      for (Part part : parts) {
        Watch.goOn(PROJECTING);
        part.project(z, from, columns, projected);
        from += part.rank();
      }
      return projected;
    }
  }

  private static void add(
      double[] into, int row, double factor, double[] z, int from, int columns) {
    for (int at = 0; at < columns; at++) {
      into[row * columns + at] += factor * z[from * columns + at];
    }
  }
}
