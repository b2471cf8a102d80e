package io.llmgw.chat.command;

/** How a chat looks; changed by its user. Used by the thread of the chat. */
public final class View {
  private boolean thinking;
  private boolean status = true;
  private boolean vi;
  private Theme theme = Theme.TERMINAL;

  /** Whether thoughts are shown in full. */
  public boolean thinking() {
    return thinking;
  }

  public void showThinking(boolean show) {
    thinking = show;
  }

  /** Whether there is a status line. */
  public boolean status() {
    return status;
  }

  public void showStatus(boolean show) {
    status = show;
  }

  /** Whether lines are edited with vi's keys. */
  public boolean vi() {
    return vi;
  }

  public void useVi(boolean use) {
    vi = use;
  }

  /** Its colours. */
  public Theme theme() {
    return theme;
  }

  public void useTheme(Theme use) {
    theme = use;
  }
}
