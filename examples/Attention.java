///usr/bin/env jbang "$0" "$@" ; exit $?
// A script for those who have no checkout. After `mvn install`, with JBang:
//
//   jbang examples/Attention.java 'causal & window(65)' 2048
//
//JAVA 25+
//DEPS dev.heddle:heddle-notebooks:0.1.0-SNAPSHOT
//RUNTIME_OPTIONS --enable-native-access=ALL-UNNAMED -Dai.djl.offline=true

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import dev.heddle.runtime.SparseAttention;

class Attention {

  public static void main(String[] arguments) {
    String text = arguments.length > 0 ? arguments[0] : "window(3) + stride(√n) + global(1)";
    int n = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1024;
    Relation relation = SparsityPattern.parse(text).at(n);
    System.out.printf("%s at n = %d: %d edges%n", text, n, relation.edges());
    try (NDManager manager = NDManager.newBaseManager();
        SparseAttention attention = SparseAttention.over(relation)) {
      NDArray x = manager.randomNormal(new Shape(1, 8, n, 64));
      System.out.println("attention of shape " + attention.attend(x, x, x).getShape());
    }
  }
}
