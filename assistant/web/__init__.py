"""The Streamlit pages: widgets only, no logic."""
