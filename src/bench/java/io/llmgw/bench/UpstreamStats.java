package io.llmgw.bench;

/** What the scripted upstream counted since it started, and the streams it holds open now. */
record UpstreamStats(long requests, long cancelled, long held) {
  String text() {
    return requests + " " + cancelled + " " + held;
  }

  static UpstreamStats parse(String text) {
    String[] counts = text.strip().split(" ", -1);
    return new UpstreamStats(
        Long.parseLong(counts[0]), Long.parseLong(counts[1]), Long.parseLong(counts[2]));
  }
}
