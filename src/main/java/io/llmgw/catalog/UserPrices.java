package io.llmgw.catalog;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The file of prices a user imported: one line with what all models share, then one line for each
 * model, which begins with its vendor. Thousands of models may be in it, so that a line is read
 * only when its vendor is asked about. Immutable.
 */
final class UserPrices {
  static final UserPrices NONE = new UserPrices("", "{}", Map.of());

  private static final String START = "{\"vendor\":\"";

  private record Line(int number, String text) {}

  private final String file;
  private final String head;
  private final Map<String, List<Line>> lines;

  private UserPrices(String file, String head, Map<String, List<Line>> lines) {
    this.file = file;
    this.head = head;
    this.lines = lines;
  }

  /** Opens the file; one that does not exist holds nothing. */
  static UserPrices open(Path file) {
    try {
      return of(file.toString(), Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException _) {
      return NONE;
    } catch (MalformedInputException _) {
      throw new CatalogException(file + " is not text in UTF-8");
    } catch (IOException failure) {
      throw new CatalogException("%s cannot be read: %s".formatted(file, failure));
    }
  }

  private static UserPrices of(String file, List<String> all) {
    Map<String, List<Line>> lines = new HashMap<>();
    for (int i = 1; i < all.size(); i++) {
      String text = all.get(i);
      int end = text.indexOf('"', START.length());
      if (!text.startsWith(START) || end < 0) {
        throw new CatalogException(
            "%s, line %d is not a model; import the prices again".formatted(file, i + 1));
      }
      lines
          .computeIfAbsent(text.substring(START.length(), end), _ -> new ArrayList<>())
          .add(new Line(i + 1, text));
    }
    return new UserPrices(file, all.isEmpty() ? "{}" : all.getFirst(), lines);
  }

  List<String> vendors() {
    return List.copyOf(lines.keySet());
  }

  List<ModelFacts> of(String vendor) {
    return lines.getOrDefault(vendor, List.of()).stream()
        .map(
            line -> new FactsFile("%s, line %d".formatted(file, line.number)).read(head, line.text))
        .toList();
  }
}
