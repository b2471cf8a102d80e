package io.llmgw.server.jetty;

import io.llmgw.json.JsonEdit;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Errors below the routes, such as a head that is too long, as the JSON every client understands.
 */
final class JettyErrors implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    String text = message == null ? HttpStatus.getMessage(status) : message.toString();
    byte[] quoted = JsonEdit.quoted("The request was refused: " + text + ".");
    byte[] front = ascii("{\"error\":{\"message\":");
    byte[] back =
        ascii(",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"" + status + "\"}}");
    ByteBuffer body = ByteBuffer.allocate(front.length + quoted.length + back.length);
    body.put(front).put(quoted).put(back).flip();
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.remaining());
    response.write(true, body, callback);
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
