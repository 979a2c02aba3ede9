"""The native engine: any graph as machine code, every stage of it readable."""
