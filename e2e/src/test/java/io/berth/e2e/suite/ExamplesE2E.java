/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that people try first, in a namespace of the test's own. */
@ExtendWith(WithSuite.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = WithSuite.RUNNING, mode = ResourceAccessMode.READ)
@ResourceLock(value = WithSuite.CLUSTERS, mode = ResourceAccessMode.READ)
class ExamplesE2E {

  private static final Path EXAMPLES = Path.of(System.getProperty("berth.root"), "examples");

  @TempDir private Path files;

  @ParameterizedTest
  @ValueSource(strings = {"cart", "orders"})
  void example_isDeployed_andIsWhatItsFileSays_beforeAndAfter(String name, BerthProgram berth)
      throws IOException {
    Path file = copy(name);
    var before = berth.run("diff", "-f", file.toString());
    assertThat(before.exitCode()).as(before.output()).isEqualTo(1);

    var deployed = berth.deploy(file);
    assertThat(deployed.exitCode()).as(deployed.output()).isZero();
    assertThat(deployed.output()).contains("SUCCEEDED");

    var after = berth.run("diff", "-f", file.toString());
    assertThat(after.exitCode()).as(after.output()).isZero();

    var removed = berth.run("remove", "examples/" + name, "--confirm", name, "--wait");
    assertThat(removed.exitCode()).as(removed.output()).isZero();
  }

  private Path copy(String name) throws IOException {
    String text = Files.readString(EXAMPLES.resolve(name + ".yaml"));
    assertThat(text).contains("namespace: shop");
    return Files.writeString(
        files.resolve(name + ".yaml"), text.replace("namespace: shop", "namespace: examples"));
  }
}
