package io.llmgw.cli;

import io.llmgw.config.Places;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model that was chosen last, in a file of the user's. */
final class RememberedModel {
  private final Path file;

  RememberedModel(Surroundings surroundings) {
    file = Places.of(surroundings.environment()).state().resolve("model");
  }

  /** Null when none was chosen yet. */
  @Nullable String read() {
    try {
      String name = Files.readString(file).strip();
      return name.isEmpty() || name.contains("\n") ? null : name;
    } catch (NoSuchFileException | MalformedInputException _) {
      return null;
    } catch (IOException unreadable) {
      log().debug("the model chosen last is not known", unreadable);
      return null;
    }
  }

  /** Not being able to is no reason to trouble anybody: the next chat asks again. */
  void write(String name) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, name + "\n");
    } catch (IOException unwritable) {
      log().debug("the chosen model is not remembered", unwritable);
    }
  }

  /** Made when there is something to tell: making the first one delays the first prompt. */
  private static Logger log() {
    return LoggerFactory.getLogger(RememberedModel.class);
  }
}
