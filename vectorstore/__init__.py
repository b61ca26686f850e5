"""Articles and their indexes: the library (SQLite), the dense leg (Chroma) and the lexical leg (tantivy)."""
