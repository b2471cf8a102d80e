package io.llmgw.json;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one mapper: strict about duplicate members and trailing text, bounded in depth and length.
 */
public final class Json {
  /** Deepest nesting accepted anywhere. */
  public static final int MAX_DEPTH = 200;

  private static final Mapper OURS =
      new Mapper(
          JsonMapper.builder(
                  JsonFactory.builder()
                      .streamReadConstraints(
                          StreamReadConstraints.builder()
                              .maxNestingDepth(MAX_DEPTH)
                              .maxStringLength(100_000_000)
                              .build())
                      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                      .build())
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS));

  public static final JsonMapper MAPPER = OURS;

  private Json() {}

  /** The tree of a text at which {@link TreeReader} has given up. */
  static JsonNode doubtful(byte[] bytes, int offset, int length) {
    return OURS.slowly(bytes, offset, length);
  }

  /**
   * Reports a number with an exponent of more than 32 bits as any other fault of a text, and reads
   * and writes trees quickly.
   */
  private static final class Mapper extends JsonMapper {
    Mapper(Builder builder) {
      super(builder);
    }

    @Override
    public JsonNode readTree(String text) {
      return readTree(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public JsonNode readTree(byte[] bytes) {
      return readTree(bytes, 0, bytes.length);
    }

    @Override
    public JsonNode readTree(byte[] bytes, int offset, int length) {
      JsonNode quick = TreeReader.checked(bytes, offset, offset + length);
      return quick != null ? quick : slowly(bytes, offset, length);
    }

    private JsonNode slowly(byte[] bytes, int offset, int length) {
      return read(() -> super.readTree(bytes, offset, length));
    }

    @Override
    public byte[] writeValueAsBytes(Object value) {
      return value instanceof JsonNode tree
          ? new TreeWriter(super::writeValueAsBytes).write(tree)
          : super.writeValueAsBytes(value);
    }

    private static JsonNode read(Supplier<JsonNode> reading) {
      try {
        return reading.get();
      } catch (NumberFormatException outOfRange) {
        throw new StreamReadException(null, "a number out of range", outOfRange);
      }
    }
  }
}
