/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMarkTest {

  @TempDir private Path folder;

  @Test
  void aMark_findsItsProcessAgain() {
    Path file = folder.resolve("mark");
    ProcessMark.of(ProcessHandle.current()).write(file);

    assertThat(ProcessMark.read(file).flatMap(ProcessMark::find)).contains(ProcessHandle.current());
  }

  @Test
  void anotherProcessWithTheSameNumber_isNotTheOne() {
    var now = ProcessMark.of(ProcessHandle.current());
    var earlier = new ProcessMark(now.pid(), now.started().minusSeconds(60));

    assertThat(earlier.find()).isEmpty();
  }

  @Test
  void aBrokenMark_isNoMark() throws IOException {
    Path file = Files.writeString(folder.resolve("mark"), "12");

    assertThat(ProcessMark.read(file)).isEmpty();
    assertThat(ProcessMark.read(folder.resolve("none"))).isEmpty();
  }

  @Test
  void aProcess_isGoneWhenItHasBeenEnded() throws IOException {
    var process = new ProcessBuilder("sleep", "60").start();

    ProcessMark.of(process.toHandle()).end(Duration.ofSeconds(5));

    assertThat(process.isAlive()).isFalse();
  }
}
