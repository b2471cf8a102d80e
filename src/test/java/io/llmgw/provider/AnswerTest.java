package io.llmgw.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.json.Bytes;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private static final AnswerHead HEAD = new AnswerHead(List.of(Map.entry("retry-after", "1")));

  private int closed;

  @Test
  void closesItsEventStreamAndHasItsHead() {
    Answer answer = new Answer.Events(new Events());

    answer.close();

    assertThat(closed).isEqualTo(1);
    assertThat(answer.head()).isEqualTo(HEAD);
  }

  @Test
  void closesItsRawStream() {
    Answer answer = new Answer.Raw(HEAD, new Frames());

    answer.close();

    assertThat(closed).isEqualTo(1);
    assertThat(answer.head()).isEqualTo(HEAD);
  }

  @Test
  void keepsTheHeadersAsTheyWere() {
    List<Map.Entry<String, String>> headers = new ArrayList<>(HEAD.headers());
    AnswerHead head = new AnswerHead(headers);

    headers.clear();

    assertThat(head).isEqualTo(HEAD);
    assertThatThrownBy(() -> head.headers().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private final class Events implements EventStream {
    @Override
    public @Nullable StreamEvent next() {
      return null;
    }

    @Override
    public AnswerHead head() {
      return HEAD;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private final class Frames implements RawStream {
    @Override
    public boolean next(Bytes out) {
      return false;
    }

    @Override
    public boolean ready() {
      return false;
    }

    @Override
    public @Nullable Usage usage() {
      return null;
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
