// Training: queries and keys by which each position fetches what stood eight before it, found by
// the gradient through sparse attention.
//
//   ./heddle shell examples/train.jsh

import ai.djl.training.optimizer.*;
import ai.djl.training.tracker.*;

int n = 256, width = 16, back = 8, steps = 80;
var relation = SparsityPattern.parse("window(33) & causal").at(n);
var manager = NDManager.newBaseManager();
Engine.getInstance().setRandomSeed(7);

NDArray queries = manager.randomNormal(0, 0.1f, new Shape(1, 1, n, width), DataType.FLOAT32);
NDArray keys = manager.randomNormal(0, 0.1f, new Shape(1, 1, n, width), DataType.FLOAT32);
NDArray values = manager.randomNormal(new Shape(1, 1, n, width));
queries.setRequiresGradient(true);
keys.setRequiresGradient(true);

var attention = SparseAttention.over(relation);
var optimizer = Optimizer.adam().optLearningRateTracker(Tracker.fixed(0.2f)).build();
NDArray wanted = values.get(":, :, :" + (n - back));

float first = Float.NaN, loss = Float.NaN;
for (int step = 0; step <= steps; step++) {
    try (var collector = Engine.getInstance().newGradientCollector()) {
        collector.zeroGradients();
        NDArray fetched = attention.attend(queries, keys, values).get(":, :, " + back + ":");
        NDArray error = fetched.sub(wanted).square().mean();
        collector.backward(error);
        loss = error.getFloat();
    }
    if (step == 0) {
        first = loss;
    }
    if (step % 20 == 0) {
        System.out.println("step %2d  loss %.4f".formatted(step, loss));
    }
    optimizer.update("queries", queries, queries.getGradient());
    optimizer.update("keys", keys, keys.getGradient());
}

if (!(loss < first / 4)) {
    throw new AssertionError("nothing was learned: " + first + " to " + loss);
}
System.out.println("learned on %d of %d pairs".formatted(relation.edges(), n * n));
