/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.teststack.process.JavaCommand;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentWatchdogIT {

  /** Stands for a service that would run for ever. */
  static final class Endless {

    private Endless() {}

    public static void main(String[] arguments) throws InterruptedException {
      System.out.println("runs");
      Thread.currentThread().join();
    }
  }

  @Test
  void child_exitsWhenItsParentIsGone() throws Exception {
    var process =
        new ProcessBuilder(
                JavaCommand.small("32m")
                    .main(classPath(), ParentWatchdog.class.getName(), Endless.class.getName()))
            .redirectErrorStream(true)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("runs");

    process.getOutputStream().close();

    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
  }

  private static List<Path> classPath() throws URISyntaxException {
    var paths = new ArrayList<Path>();
    for (Class<?> type : List.of(ParentWatchdog.class, Endless.class)) {
      paths.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    return paths;
  }
}
