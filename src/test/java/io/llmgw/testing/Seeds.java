package io.llmgw.testing;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What a fuzzer starts from: the files of golden cases. */
public final class Seeds {
  private Seeds() {}

  /** Those files of the cases of one folder. */
  public static Stream<Arguments> of(String folder, String... files) {
    return Golden.cases(folder).stream()
        .flatMap(golden -> Stream.of(files).filter(golden::has).map(golden::bytes))
        .map(bytes -> Arguments.of((Object) bytes));
  }

  /** The same of several folders. */
  public static Stream<Arguments> of(List<String> folders, String... files) {
    return folders.stream().flatMap(folder -> of(folder, files));
  }
}
