package io.llmgw.bench;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The benchmark's side of the scripted upstream's counters and of its release switch. */
record UpstreamControl(InetSocketAddress address) {

  UpstreamStats stats() throws IOException {
    return UpstreamStats.parse(send("GET", "/bench/stats"));
  }

  void releaseAll() throws IOException {
    send("POST", "/bench/release");
  }

  private String send(String method, String path) throws IOException {
    PlainHttp.Answer answer = PlainHttp.send(address, method, path);
    if (answer.status() != 200) {
      throw new IOException("the scripted upstream answered " + answer.status() + " to " + path);
    }
    return answer.body();
  }
}
