// A search: the cheapest members of a family that are universal within a few hops, and what
// attention over the cheapest costs beside dense attention.
//
//   ./heddle shell examples/search.jsh

var family = Family.parse("window(w) + stride(s) + global(g)");
int n = 256;
var search = Search.of(family, n, 12_000, 4);
System.out.println(search);

var best = search.front().getFirst();
var pattern = SparsityPattern.parse(best.text());
System.out.println("\nthe cheapest grows as " + pattern.growth().map(String::valueOf).orElse("?"));
System.out.println(Universality.of(pattern.layersAt(n)).verdict());
System.out.println();
System.out.println(Cover.of(pattern.at(4096)).explain());
