package dev.heddle.experiment;

import java.io.IOException;

/** The data of a task cannot be had; the message says what was expected where. */
public final class DataException extends IOException {

  private static final long serialVersionUID = 1L;

  DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
