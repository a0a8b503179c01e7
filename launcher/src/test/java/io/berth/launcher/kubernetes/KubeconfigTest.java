/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KubeconfigTest {

  private static final String SERVER = "{server: 'https://127.0.0.1:1'}";

  @TempDir private Path folder = Path.of("");

  private Kubeconfig read(String text, String context) throws Exception {
    Path file = Files.writeString(folder.resolve("config"), text);
    return Kubeconfig.read(new KubeconfigLocation(file, context));
  }

  static List<Arguments> faults() {
    return List.of(
        Arguments.of("", "", "is not a kubeconfig"),
        Arguments.of("planted-secret", "", "is not a kubeconfig"),
        Arguments.of("{a: [planted-secret", "", "it is no YAML of that form"),
        Arguments.of("- planted-secret", "", "is not a kubeconfig"),
        Arguments.of("clusters: planted-secret", "", "is not a kubeconfig"),
        Arguments.of("kind: Deployment", "", "it is a 'Deployment'"),
        Arguments.of("kind: Config", "", "it has no contexts"),
        Arguments.of(Kubeconfigs.with("a", "b"), "c", "has no context 'c'. It has a, b"),
        Arguments.of(
            Kubeconfigs.with("a", "b").replace("current-context: 'a'", "current-context: 'old'"),
            "",
            "has no context 'old', its current one. It has a, b"),
        Arguments.of(
            Kubeconfigs.with("a", "b").replace("current-context: 'a'", "current-context: ''"),
            "",
            "config:a; it has a, b"),
        Arguments.of(
            Kubeconfigs.with("a").replace("{cluster: c,", "{cluster: gone,"),
            "",
            "belongs to the cluster 'gone', which that file does not have"),
        Arguments.of(
            Kubeconfigs.with("a").replace("user: u}", "user: gone}"),
            "",
            "belongs to the user 'gone', which that file does not have"),
        Arguments.of(Kubeconfigs.of("{}", "{}"), "", "The cluster 'c'"),
        Arguments.of(
            Kubeconfigs.of(SERVER, "{token: planted-secret, as: jane}"),
            "",
            "sets as for this context, which Berth cannot use. Name a context with credentials"),
        Arguments.of(
            Kubeconfigs.of("{server: 'https://h', certificate-authority: pki/none.crt}", "{}"),
            "",
            "pki/none.crt as its certificate-authority, which does not exist"),
        Arguments.of(
            Kubeconfigs.of(SERVER, "{client-certificate: none.crt}"),
            "",
            "none.crt as its client-certificate, which does not exist"),
        Arguments.of(
            Kubeconfigs.of(SERVER, "{tokenFile: /none/token}"),
            "",
            "sets tokenFile for this context, which Berth cannot use. Put the token itself"),
        Arguments.of(
            Kubeconfigs.of(
                SERVER,
                "{exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-program,"
                    + " installHint: 'get it at example.com'}}"),
            "",
            "asks the program no-such-program for credentials, which is not on the PATH."
                + " Install it: get it at example.com"),
        Arguments.of(
            Kubeconfigs.of(SERVER, "{exec: {command: ./login}}"),
            "",
            "login for credentials, which is no program that this user may run"),
        Arguments.of(Kubeconfigs.of(SERVER, "{exec: {}}"), "", "does not name it"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void fileThatCannotBeUsed_isToldWithItsNameAndTheReason_andQuotesNoCredential(
      String text, String context, String problem) {
    assertThatThrownBy(() -> read(text, context))
        .isInstanceOf(ClusterProblemException.class)
        .hasMessageContaining(folder.resolve("config").toString())
        .hasMessageContaining(problem)
        .hasMessageNotContaining("planted-secret");
  }

  @Test
  void bytesThatAreNoText_areNotAKubeconfig() throws IOException {
    Path file = Files.write(folder.resolve("config"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThatThrownBy(() -> Kubeconfig.read(new KubeconfigLocation(file, "")))
        .hasMessageContaining("is not a kubeconfig");
  }

  @Test
  void fileOfAnotherUser_isToldHowToCopyIt() throws IOException {
    Path file = Files.writeString(folder.resolve("config"), Kubeconfigs.with("a"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(file)).as("this user may read everything").isFalse();

    assertThatThrownBy(() -> Kubeconfig.read(new KubeconfigLocation(file, "")))
        .hasMessageContaining("may not be read by this user. Copy it");
  }

  @Test
  void chosenContext_isTheOnlyOneLeft_andTheCurrentOne() throws Exception {
    var kubeconfig = read(Kubeconfigs.with("a", "b:1"), "b:1");

    assertThat(kubeconfig.context()).isEqualTo("b:1");
    assertThat(kubeconfig.server()).isEqualTo("https://127.0.0.1:1");
    assertThat(kubeconfig.text()).doesNotContain("name: \"a\"", "name: a\n");
    var config = Config.fromKubeconfig(kubeconfig.text());
    assertThat(config.getMasterUrl()).isEqualTo("https://127.0.0.1:1/");
    assertThat(config.getCurrentContext().getName()).isEqualTo("b:1");
    assertThat(kubeconfig.text()).contains("planted-secret");
  }

  @Test
  void relativePaths_areThoseOfTheFilesFolder_andAbsoluteAfterwards() throws Exception {
    Path pki = Files.createDirectory(folder.resolve("pki"));
    for (String name : List.of("ca.crt", "me.crt", "me.key")) {
      Files.writeString(pki.resolve(name), "t", StandardCharsets.UTF_8);
    }
    Path login = Files.writeString(folder.resolve("login"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(login, PosixFilePermissions.fromString("rwx------"));

    String text =
        read(
                Kubeconfigs.of(
                    "{server: 'https://h:1', certificate-authority: pki/ca.crt}",
                    "{client-certificate: ./pki/me.crt, client-key: pki/../pki/me.key,"
                        + " exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login}}"),
                "")
            .text();

    assertThat(text)
        .contains(
            pki.resolve("ca.crt").toString(),
            pki.resolve("me.crt").toString(),
            pki.resolve("me.key").toString(),
            login.toString());
  }

  @Test
  void programOnThePath_isLeftAsItIs() throws Exception {
    assertThat(read(Kubeconfigs.of(SERVER, "{exec: {command: sh}}"), "").text())
        .containsPattern("command: \"?sh\"?");
  }

  @Test
  void contextWithoutUser_asksNobodyForCredentials() throws Exception {
    String text = Kubeconfigs.with("a").replace(", user: u}", "}");

    assertThat(read(text, "").text()).doesNotContain("planted-secret");
  }
}
