/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a command finds the gateway of a suite that {@code berth up} started. */
class GatewayAddressTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void folderThatBerthHomeNames_comesBeforeTheNearestOne() throws IOException {
    suite(folder.resolve(".berth"), "http://localhost:8080", "near");
    suite(folder.resolve("elsewhere"), "http://localhost:14080", "far");

    assertThat(GatewayAddress.find(Map.of("BERTH_HOME", "elsewhere"), folder).token())
        .isEqualTo("far");
    assertThat(
            GatewayAddress.find(
                    Map.of("BERTH_HOME", folder.resolve("elsewhere").toString()), folder)
                .toString())
        .isEqualTo("http://localhost:14080");
    assertThat(GatewayAddress.find(Map.of("BERTH_HOME", " "), folder).token()).isEqualTo("near");
  }

  @Test
  void nearestFolderUpwards_isFoundFromBelow() throws IOException {
    suite(folder.resolve(".berth"), "http://localhost:8080", "near");
    Path below = Files.createDirectories(folder.resolve("a/b"));

    assertThat(GatewayAddress.find(Map.of(), below).token()).isEqualTo("near");
  }

  @Test
  void environment_comesBeforeBothFolders() throws IOException {
    suite(folder.resolve("elsewhere"), "http://localhost:14080", "far");

    var found =
        GatewayAddress.find(
            Map.of(
                "BERTH_HOME",
                "elsewhere",
                "BERTH_GATEWAY",
                "http://there:1",
                "BERTH_API_TOKEN",
                "t"),
            folder);
    assertThat(found.token()).isEqualTo("t");
    assertThat(found).hasToString("http://there:1");
  }

  @Test
  void folderWithoutAToken_isToldWithWhatToSay() {
    assertThatThrownBy(() -> GatewayAddress.find(Map.of("BERTH_HOME", "empty"), folder))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("BERTH_HOME")
        .hasMessageContaining("BERTH_API_TOKEN");
  }

  private static void suite(Path home, String gateway, String token) throws IOException {
    Files.createDirectories(home);
    Files.writeString(home.resolve("gateway"), gateway + "\n");
    Files.writeString(home.resolve("token"), token + "\n");
  }
}
