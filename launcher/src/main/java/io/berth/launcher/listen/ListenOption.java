/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.listen;

import io.berth.teststack.process.ListenAddress;
import io.berth.teststack.process.Ports;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the user wants to open, on the command line or else in the environment.
 *
 * @param given on the command line; empty where nothing is
 * @param environment the process's
 */
public record ListenOption(List<String> given, Map<String, String> environment) {

  private static final String VARIABLE = "BERTH_LISTEN";

  /**
   * The listeners, on addresses that this machine has.
   *
   * @throws IllegalArgumentException where they cannot be meant, with what is wanted
   */
  public Listeners listeners() {
    var listeners = given.isEmpty() ? ofTheEnvironment() : Listeners.parse(given);
    listeners.addresses().values().forEach(ListenOption::isOfThisMachine);
    return listeners;
  }

  private Listeners ofTheEnvironment() {
    try {
      return Listeners.parse(List.of(environment.getOrDefault(VARIABLE, "")));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(VARIABLE + ": " + e.getMessage(), e);
    }
  }

  private static void isOfThisMachine(ListenAddress address) {
    if (!Ports.canListen(address.address(), 0)) {
      throw new IllegalArgumentException(
          address + " is no address of this machine, which has " + ofThisMachine());
    }
  }

  private static String ofThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .map(address -> address.replaceAll("%.*", ""))
          .collect(Collectors.joining(", "));
    } catch (SocketException e) {
      return "others (" + e.getMessage() + ")";
    }
  }
}
