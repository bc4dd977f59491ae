"""移送: suspected crimes referred to the police, from the decision to the criminal result (RULES part C, machine 5)."""
