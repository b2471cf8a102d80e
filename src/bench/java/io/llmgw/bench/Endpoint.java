package io.llmgw.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Where chat requests go; always on loopback. {@code basePath} is what stands before {@code
 * /chat/completions}.
 */
record Endpoint(InetSocketAddress address, String basePath, String model, String key) {

  static Endpoint onPort(int port) {
    return new Endpoint(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "/v1", "bench", "sk-bench");
  }

  /**
   * @throws IllegalArgumentException when {@code url} is no plain HTTP address on loopback
   */
  static Endpoint parse(String url, String model, String key) {
    URI uri = URI.create(url);
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException(url + " is not an http:// address");
    }
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    InetSocketAddress address = new InetSocketAddress(uri.getHost(), port);
    if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(url + " is not on loopback: only 127.0.0.1 is measured");
    }
    return new Endpoint(address, uri.getPath().replaceAll("/+$", ""), model, key);
  }

  /** A chat request of about 1 kB (body) that carries {@code script}. */
  NonceTemplate request(Script script) {
    String body =
        """
        {"model":"%s","messages":[{"role":"system","content":"%s You are a careful assistant. \
        %s"},{"role":"user","content":"Which three things should I look at first, and why?"}],\
        "stream":%b,"temperature":0.7,"max_tokens":256,"user":"bench"}\
        """
            .formatted(model, script.mark(), FILLER, !(script instanceof Script.Json));
    String head =
        """
        POST %s/chat/completions HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Authorization: Bearer %s\r
        User-Agent: llmgw-bench\r
        Accept: */*\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
            .formatted(basePath, address.getPort(), key, body.length());
    return NonceTemplate.of(head + body);
  }

  private static final String FILLER =
      "Answer in plain words, keep to what was asked, and say so when something is not known. "
          .repeat(9)
          .strip();
}
