package dev.heddle.diagnostic;

/** Whether a problem stops the work or is only pointed out. */
public enum Severity {
  ERROR,
  WARNING
}
