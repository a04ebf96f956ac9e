// Imports and nothing else: one of the kernels takes all of this as a single snippet.
import dev.heddle.analysis.*;
import dev.heddle.cover.*;
import dev.heddle.diagnostic.*;
import dev.heddle.experiment.*;
import dev.heddle.expressive.*;
import dev.heddle.lower.*;
import dev.heddle.notebook.*;
import dev.heddle.particles.*;
import dev.heddle.pattern.*;
import dev.heddle.proof.*;
import dev.heddle.relation.*;
import dev.heddle.runtime.*;
import dev.heddle.study.*;
import dev.heddle.training.*;
import ai.djl.engine.*;
import ai.djl.ndarray.*;
import ai.djl.ndarray.types.*;
