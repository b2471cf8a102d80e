package io.llmgw.provider.bedrock;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of an {@code application/vnd.amazon.eventstream} as they come: two lengths and
 * their checksum, headers, a payload, and the checksum of it all. Not thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html">the
 *     frames</a>
 */
final class EventStreamReader {
  /** Longest frame accepted, as long as the longest that is allowed to be sent. */
  static final int MAX_BYTES = 16 << 20;

  private static final int PRELUDE = 12;
  private static final int CHECKSUM = 4;
  private static final int TEXT = 7;

  /** Bytes of a header's value by its type; negative when a length stands before it. */
  private static final int[] VALUE_BYTES = {0, 0, 1, 2, 4, 8, -1, -1, 8, 16};

  private final InputStream in;

  /** Reads from that stream, which the caller closes. */
  EventStreamReader(InputStream in) {
    this.in = in;
  }

  /**
   * Waits for the next frame; null when the stream ends where a frame may.
   *
   * @throws BrokenFrameException when what comes is no frame, or only a part of one
   */
  @Nullable Frame next() throws IOException {
    byte[] prelude = new byte[PRELUDE];
    // not the method that makes the array: it asks for more once it has all, which waits
    int count = in.readNBytes(prelude, 0, PRELUDE);
    if (count == 0) {
      return null;
    }
    if (count < PRELUDE) {
      throw new BrokenFrameException("ends inside a frame");
    }
    ByteBuffer lengths = ByteBuffer.wrap(prelude);
    int total = lengths.getInt();
    int headers = lengths.getInt();
    CRC32 checksum = new CRC32();
    checksum.update(prelude, 0, PRELUDE - CHECKSUM);
    if ((int) checksum.getValue() != lengths.getInt()) {
      throw new BrokenFrameException("has a frame whose lengths do not match their checksum");
    }
    if (total < PRELUDE + CHECKSUM
        || total > MAX_BYTES
        || headers < 0
        || headers > total - PRELUDE - CHECKSUM) {
      throw new BrokenFrameException("has a frame of an impossible length");
    }
    checksum.update(prelude, PRELUDE - CHECKSUM, CHECKSUM);
    return rest(total - PRELUDE, headers, checksum);
  }

  private Frame rest(int length, int headers, CRC32 checksum) throws IOException {
    byte[] bytes = new byte[length];
    if (in.readNBytes(bytes, 0, length) < length) {
      throw new BrokenFrameException("ends inside a frame");
    }
    checksum.update(bytes, 0, length - CHECKSUM);
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    if ((int) checksum.getValue() != frame.getInt(length - CHECKSUM)) {
      throw new BrokenFrameException("has a frame that does not match its checksum");
    }
    Map<String, String> texts = headers(frame.slice(0, headers));
    byte[] payload = new byte[length - CHECKSUM - headers];
    frame.get(headers, payload);
    return new Frame(texts, payload);
  }

  private static Map<String, String> headers(ByteBuffer in) throws BrokenFrameException {
    Map<String, String> headers = new HashMap<>();
    try {
      while (in.hasRemaining()) {
        String name = text(in, Byte.toUnsignedInt(in.get()));
        int type = in.get();
        if (type < 0 || type >= VALUE_BYTES.length) {
          throw new BrokenFrameException("has a header of an unknown type");
        }
        int fixed = VALUE_BYTES[type];
        String value = text(in, fixed < 0 ? Short.toUnsignedInt(in.getShort()) : fixed);
        if (type == TEXT) {
          headers.put(name, value);
        }
      }
    } catch (BufferUnderflowException _) {
      throw new BrokenFrameException("has headers longer than they say");
    }
    return headers;
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
