"""The append-only ledger: entries, texts, the Merkle tree over them, checkpoints and verification.

What an entry means for the plan, and who may write one, is decided further up, in the register and the desk.
"""
