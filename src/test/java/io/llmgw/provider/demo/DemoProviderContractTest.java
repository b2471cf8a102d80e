package io.llmgw.provider.demo;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Part;
import io.llmgw.model.Tool;
import io.llmgw.provider.Provider;
import io.llmgw.provider.ProviderContract;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;

@DisplayName("demo")
class DemoProviderContractTest extends ProviderContract {
  private final Provider demo = DemoProvider.create();

  private Situation asked(String text) {
    return new Situation(demo, request(new Part.Text(text)));
  }

  @Override
  protected Situation says(String text) {
    return asked("echo " + text);
  }

  @Override
  protected Situation reasons() {
    return asked("think");
  }

  @Override
  protected Situation callsTools(List<Tool> offered, int calls) {
    return new Situation(demo, request(calls == 1 ? "tool" : "tools", offered));
  }

  @Override
  protected Situation sees(Part.Media image) {
    return new Situation(demo, request(new Part.Text("What is this?"), image));
  }

  @Override
  protected Situation refuses(int status) {
    return asked("error " + status);
  }

  @Override
  protected Situation breaksOff() {
    return asked("error midstream");
  }

  @Override
  protected Situation silentFromTheStart() {
    return asked("slow 10000 long");
  }

  /** Only the first wait of each answer is short. */
  @Override
  protected Situation silentInMidStream() {
    Set<CountDownLatch> started = ConcurrentHashMap.newKeySet();
    Pause pause = (ended, time) -> !started.add(ended) && Pause.REAL.await(ended, time);
    ChatRequest request = request(new Part.Text("slow 10000 long"));
    return new Situation(new DemoProvider(InstantSource.system(), pause), request);
  }

  @Override
  protected Provider embeds() {
    return demo;
  }

  @Override
  protected Provider listsModels() {
    return demo;
  }
}
