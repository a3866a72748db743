"""The plan as it stands: tables filled from the ledger by one projection, the rules that read them, and the questions.

Nothing is written here except through an append; a register can always be rebuilt from its entries.
"""
