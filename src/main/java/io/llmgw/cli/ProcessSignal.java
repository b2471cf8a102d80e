package io.llmgw.cli;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs something when the process gets a signal. The JDK's signal classes are not part of its API,
 * so they are reached by reflection, and a platform without them, or without the signal, simply
 * goes on as if nobody had asked.
 */
final class ProcessSignal {
  static final String HANG_UP = "HUP";
  static final String INTERRUPT = "INT";

  private static final Logger LOG = LoggerFactory.getLogger(ProcessSignal.class);

  private ProcessSignal() {}

  static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              ProcessSignal.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "action on " + name;
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException | IllegalArgumentException missing) {
      LOG.debug("the signal {} cannot be caught here", name, missing);
    }
  }
}
