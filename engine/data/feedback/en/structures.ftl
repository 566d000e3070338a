# Structures of engine/data/language/structures.toml, as they stand in a sentence.

structure-conditional = a conditional
structure-relative-clause = a relative clause
structure-concession = a concession
structure-passive = a passive
structure-participle-clause = a participle clause
structure-inversion = an inversion or a cleft
structure-open-condition = an open condition
structure-unreal-condition = an unreal condition
structure-perfect-form = a perfect form
structure-continuous-perfect = a continuous perfect
structure-reported-speech = reported speech or an embedded question
structure-gerund-as-subject = a gerund as subject or after a preposition
structure-cleft = a cleft or fronting
structure-comparison-of-clauses = a comparison of clauses
structure-used-to = a used-to or would of habit
structure-infinitive-of-purpose = an infinitive of purpose or result
