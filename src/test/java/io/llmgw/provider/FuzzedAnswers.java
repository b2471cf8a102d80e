package io.llmgw.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Bytes;
import io.llmgw.model.GatewayException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** What must hold for any bytes that an upstream sends as a stream. */
public final class FuzzedAnswers {
  private FuzzedAnswers() {}

  /** They are events in order or a failure, and the same when they come in two pieces. */
  public static void check(byte[] data, Function<List<byte[]>, EventStream> open) {
    String whole = read(open, List.of(data));
    int cut = data.length == 0 ? 0 : Math.floorMod(Arrays.hashCode(data), data.length);
    if (cut > 0) {
      List<byte[]> pieces =
          List.of(Arrays.copyOf(data, cut), Arrays.copyOfRange(data, cut, data.length));
      assertThat(read(open, pieces)).as("cut at %s", cut).isEqualTo(whole);
    }
  }

  private static String read(Function<List<byte[]>, EventStream> open, List<byte[]> pieces) {
    try (EventStream stream = open.apply(pieces)) {
      return Transcript.inOrder(stream)
          .toString()
          .replaceAll("(call_[0-9a-f]{24}|tooluse_[0-9a-f]{32})", "made-up");
    } catch (GatewayException failure) {
      return told(failure);
    }
  }

  /** What is passed on as it is can be read to its end, or to a failure. */
  public static void checkRaw(byte[] data, Function<List<byte[]>, RawStream> open) {
    try (RawStream stream = open.apply(List.of(data))) {
      Bytes out = new Bytes(256);
      while (stream.next(out)) {
        assertThat(out.length()).isPositive();
        out.clear(256);
      }
      stream.usage();
    } catch (GatewayException failure) {
      told(failure);
    }
  }

  private static String told(GatewayException failure) {
    assertThat(failure.text()).isNotBlank();
    return failure.kind() + ": " + failure.text();
  }
}
