/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

  @TempDir private Path folder;

  @Test
  void pidFile_findsItsProcess() {
    Path file = folder.resolve("mark");
    PidFile.of(ProcessHandle.current()).write(file);

    assertThat(PidFile.read(file).flatMap(PidFile::find)).contains(ProcessHandle.current());
  }

  @Test
  void processWithAReusedPid_isNotFound() {
    var now = PidFile.of(ProcessHandle.current());
    var earlier = new PidFile(now.pid(), now.started().minusSeconds(60));

    assertThat(earlier.find()).isEmpty();
  }

  @Test
  void unreadablePidFile_isIgnored() throws IOException {
    Path file = Files.writeString(folder.resolve("mark"), "12");

    assertThat(PidFile.read(file)).isEmpty();
    assertThat(PidFile.read(folder.resolve("none"))).isEmpty();
  }

  @Test
  void endedProcess_isGone() throws IOException {
    var process = new ProcessBuilder("sleep", "60").start();

    PidFile.of(process.toHandle()).end(Duration.ofSeconds(5));

    assertThat(process.isAlive()).isFalse();
  }
}
