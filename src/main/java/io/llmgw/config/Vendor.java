package io.llmgw.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One vendor of the table of vendors.
 *
 * @param keyVariables variables that hold its key, the first that is set counts
 * @param addressVariables variables that hold its address, the first that is set counts
 * @param domain where its key may go without a word; empty for none
 * @param models patterns of model names that give the vendor away
 * @param variables further parameters with the variables that hold them
 */
record Vendor(
    String name,
    List<String> aliases,
    Need key,
    List<String> keyVariables,
    Address address,
    List<String> addressVariables,
    String domain,
    List<String> models,
    Map<String, List<String>> variables) {

  /** Whether a key must be there. */
  enum Need {
    REQUIRED,
    OPTIONAL,
    NONE
  }

  /** Where the vendor is when nothing says so. */
  enum Address {
    DEFAULT,
    LOCAL,
    REQUIRED
  }

  /** Reads one line of the table. */
  static Vendor parse(String line) {
    List<String> columns = ResourceText.columns(line, 9);
    return new Vendor(
        columns.getFirst(),
        words(columns.get(1)),
        Need.valueOf(columns.get(2).toUpperCase(Locale.ROOT)),
        words(columns.get(3)),
        Address.valueOf(columns.get(4).toUpperCase(Locale.ROOT)),
        words(columns.get(5)),
        columns.get(6),
        words(columns.get(7)),
        further(columns.getLast()));
  }

  private static List<String> words(String column) {
    return ResourceText.split(column, ',');
  }

  private static Map<String, List<String>> further(String column) {
    Map<String, List<String>> result = new LinkedHashMap<>();
    for (String part : ResourceText.split(column, ';')) {
      int colon = part.indexOf(':');
      result.put(part.substring(0, colon), words(part.substring(colon + 1).strip()));
    }
    return result;
  }

  List<String> variablesOf(String parameter) {
    return variables.getOrDefault(parameter, List.of());
  }
}
