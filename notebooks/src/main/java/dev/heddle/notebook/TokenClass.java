package dev.heddle.notebook;

/** What a piece of a pattern text is, and the style that shows it. */
enum TokenClass {
  PLAIN(""),
  COMMENT("color:#797979;font-style:italic"),
  DOCUMENTATION("color:#288a39;font-style:italic"),
  STRING("color:#288a39"),
  NUMBER("color:#be5e0a"),
  KEYWORD("color:#a555ce;font-weight:bold"),
  OPERATOR("color:#d5473a"),
  PATTERN("color:#1e7ad5"),
  FUNCTION("color:#078787"),
  CONSTANT("color:#8c7810"),
  LABEL("color:#7166e9"),
  DEFINITION("color:#1e7ad5;font-weight:bold");

  private final String style;

  // The colours are of one middling brightness: as far from white paper as from black.
  TokenClass(String style) {
    this.style = style;
  }

  /** Declarations for a {@code style} attribute, or empty. */
  String style() {
    return style;
  }
}
