package io.llmgw.provider.bedrock;

import java.io.IOException;

/** An event stream that is not one, or that ends inside a frame. */
final class BrokenFrameException extends IOException {
  BrokenFrameException(String message) {
    super(message);
  }

  BrokenFrameException(String message, Throwable cause) {
    super(message, cause);
  }
}
