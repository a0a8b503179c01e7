/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.ClientCommands;
import io.berth.events.command.Deploy;
import io.berth.events.document.Node;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Files and arguments that are refused before anything is sent: nobody listens here, and asking
 * would end with 4.
 */
class InputFilesTest {

  @TempDir private Path folder = Path.of("");

  private final StringWriter err = new StringWriter();

  @Command(name = "berth")
  private static final class Program {}

  @Test
  void fileThatIsNotStrict_isRefusedWithItsLines_andNothingIsSent() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("b.yaml"),
            """
            app: {namespace: shop, name: cart}
            spec:
              image: shop/cart:1
              replicas: "3"
              env: {VERSION: 1.10, COUNTRY: no}
              tier: LOW
              tier: STANDARD
            """);
    assertThat(run("deploy", "-f", file.toString())).isEqualTo(3);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            """
            %1$s is not as it should be; nothing was sent.
              %1$s:4:13: spec.replicas: found '3', wanted a whole number of at most 2147483647, without quotes
              %1$s:5:18: spec.env.VERSION: found a number, wanted text; put it into double quotes
              %1$s:5:33: spec.env.COUNTRY: found a plain value that some readers of YAML take for true or false, wanted text; put it into double quotes
              %1$s:7:3: spec.tier: found a second 'tier'; the first is in line 6, column 3, wanted each field once: keep one of the two
            """
                .formatted(file));
  }

  @Test
  void policyFileThatIsNotStrict_isRefusedToo() throws IOException {
    Path file = Files.writeString(folder.resolve("p.json"), "{\"app\": {}, // why\n}");
    assertThat(run("policy", "set", "-f", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("p.json:1:13: ").contains("found a comment");
  }

  @Test
  void anchorsOfAFile_areSentResolved() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("c.yaml"),
            "app: {namespace: a, name: b}\n"
                + "spec: {image: \"a:1\", replicas: 3, env: {A: &v hello, B: *v}}");
    assertThat(
            InputFiles.read(
                    file,
                    Deploy.class,
                    fields -> fields.with("force", new Node.Bool(true, fields.at())),
                    fields -> fields.with("meta", none(fields).with("requestedBy", "x")))
                .toString())
        .isEqualTo(
            "{\"app\":{\"namespace\":\"a\",\"name\":\"b\"},\"spec\":{\"image\":\"a:1\",\"replicas\":3,"
                + "\"env\":{\"A\":\"hello\",\"B\":\"hello\"}},\"force\":true}");
  }

  @Test
  void argumentWithAControlCharacter_isRefused() {
    assertThat(run("stop", "shop/cart", "--reason", "a\u001b[2Jb")).isEqualTo(2);
    assertThat(err.toString()).contains("argument 4: found U+001B (ESCAPE)");
    assertThat(run("stop", "shop/cart", "--reason", "gr\ufffd\ufffder")).isEqualTo(2);
    assertThat(err.toString()).contains("LC_ALL=C.UTF-8");
  }

  private int run(String... arguments) {
    return ClientCommands.addTo(
            new CommandLine(new Program()),
            Map.of("BERTH_GATEWAY", "http://localhost:1", "BERTH_API_TOKEN", "t"))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static Node.Fields none(Node around) {
    return new Node.Fields(Map.of(), around.at());
  }
}
