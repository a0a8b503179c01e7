/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.option.InputFiles;
import io.berth.events.command.Deploy;
import io.berth.events.document.Node;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The file that describes an application, and what the command line changes in it. */
final class DeployFile {

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The application, YAML or JSON; - for standard input.")
  private Path file = Path.of("-");

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "Image to use instead of the file's.")
  private @Nullable String image;

  @Option(
      names = "--create-namespace",
      description = "Create the namespace if it does not exist, with the rules of production.")
  private boolean createNamespace;

  /** The command, without its sender. */
  ObjectNode read() {
    return InputFiles.read(file, Deploy.class, this::withOptions, DeployFile::withSender);
  }

  private Node.Fields withOptions(Node.Fields command) {
    Node.Fields named = withImage(command);
    return createNamespace
        ? named.with("createNamespace", new Node.Bool(true, command.at()))
        : named;
  }

  private Node.Fields withImage(Node.Fields command) {
    if (image == null) {
      return command;
    }
    Node.Fields spec = command.get("spec") instanceof Node.Fields given ? given : none(command);
    return command.with("spec", spec.with("image", image));
  }

  /** Replaces the sender: the gateway takes it from the credentials. */
  private static Node.Fields withSender(Node.Fields command) {
    return switch (command.get("meta")) {
      case Node.Fields meta -> command.with("meta", meta.with("requestedBy", "berth"));
      case Node.Null _ -> command.with("meta", none(command).with("requestedBy", "berth"));
      case null -> command.with("meta", none(command).with("requestedBy", "berth"));
      default -> command; // a fault, and told as one
    };
  }

  private static Node.Fields none(Node around) {
    return new Node.Fields(Map.of(), around.at());
  }
}
