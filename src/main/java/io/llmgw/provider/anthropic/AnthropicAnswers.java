package io.llmgw.provider.anthropic;

import io.llmgw.json.JsonEdit;
import io.llmgw.provider.Answer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.ReadyEvents;
import io.llmgw.provider.http.HttpAnswer;
import java.io.InputStream;
import java.util.List;

/** Answers in Anthropic's own words that come from elsewhere, ready to be passed on. */
public final class AnthropicAnswers {
  private final String vendor;
  private final AnswerHead head;
  private final byte[] model;

  /**
   * Reads answers of that vendor.
   *
   * @param model what the client calls the model
   */
  public AnthropicAnswers(String vendor, AnswerHead head, String model) {
    this.vendor = vendor;
    this.head = head;
    this.model = JsonEdit.quoted(model);
  }

  /**
   * A stream, which is read up to its first event; closing it closes the answer.
   *
   * @param events what the answer carries, as server-sent events
   * @throws io.llmgw.model.GatewayException when it begins with an error, or is none
   */
  public Answer stream(HttpAnswer answer, InputStream events) {
    ErrorBody errors = new ErrorBody(vendor, List.of());
    MessageEvents messages = new MessageEvents(vendor, answer, events, errors);
    return new Answer.Raw(head, new AnthropicRawStream(messages, model));
  }

  /**
   * An answer in one piece.
   *
   * @param stream whether the client wants a stream all the same
   * @throws io.llmgw.model.GatewayException when it is an error, or no message
   */
  public Answer whole(byte[] body, boolean stream) {
    WholeMessage whole = new WholeMessage(vendor, body, new ErrorBody(vendor, List.of()));
    return stream
        ? new Answer.Events(new ReadyEvents(head, whole.events(Encoded.none())))
        : new Answer.Whole(head, whole.forClient(model), whole.usage());
  }
}
