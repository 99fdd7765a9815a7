"""What station and hub say to each other: messages, exact bytes, hash chain, batches.

Standard library and msgspec only.
"""
