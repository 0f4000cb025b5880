"""The rules that hold words and numbers against what they speak of."""

from . import after, apart, borrowed, brevity, cited, computed, dated, hedges, quoted, tallied, typed

RULES = (
    after.facts,
    after.grounded,
    after.spliced,
    apart.apart,
    typed.typed,
    quoted.claims,
    quoted.others,
    quoted.sources,
    borrowed.borrowed,
    brevity.short,
    brevity.readable,
    brevity.unaddressed,
    dated.years,
    dated.works,
    cited.named,
    cited.used,
    computed.computed,
    tallied.tallied,
    hedges.hedged,
    hedges.emended,
)
