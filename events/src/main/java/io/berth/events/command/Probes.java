/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.berth.events.Check;
import io.berth.events.InvalidField;
import io.berth.events.quantity.DurationFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The probes of an application.
 *
 * @param liveness restarts the container when it fails; optional unless a policy requires it
 * @param readiness takes the pod out of the Service when it fails
 * @param startup holds the other two back until it succeeds
 */
public record Probes(@Nullable Probe liveness, @Nullable Probe readiness, @Nullable Probe startup) {

  /**
   * The times that are no whole seconds: Kubernetes takes no others. A release that was deployed
   * before they were refused may have them.
   */
  public List<InvalidField> fractionsOfSeconds() {
    List<InvalidField> fractions = new ArrayList<>();
    fractions(fractions, "liveness", liveness);
    fractions(fractions, "readiness", readiness);
    fractions(fractions, "startup", startup);
    return fractions;
  }

  private static void fractions(List<InvalidField> found, String name, @Nullable Probe probe) {
    if (probe != null) {
      fraction(found, name + ".initialDelay", probe.initialDelay());
      fraction(found, name + ".period", probe.period());
      fraction(found, name + ".timeout", probe.timeout());
    }
  }

  private static void fraction(List<InvalidField> found, String field, Duration time) {
    if (time.getNano() > 0) {
      Duration below = Duration.ofSeconds(time.toSeconds());
      found.add(
          new InvalidField(
              field,
              time.toString(),
              "whole seconds, the only ones that Kubernetes takes: "
                  + DurationFormat.format(below)
                  + " or "
                  + DurationFormat.format(below.plusSeconds(1))));
    }
  }

  /**
   * One probe, with the fields and meaning of Kubernetes. Times are whole seconds: others are
   * refused in a command, and only read in what was deployed before they were.
   *
   * @param check what is checked
   * @param initialDelay before the first check, up to 1 hour; none if left out
   * @param period between two checks, 1 second to 1 hour; 10 seconds if left out
   * @param timeout of one check, 1 second to 10 minutes; 1 second if left out
   * @param failureThreshold failures in a row that count as a failure, 1 to 1000; 3 if left out
   */
  public record Probe(
      ProbeCheck check,
      Duration initialDelay,
      Duration period,
      Duration timeout,
      int failureThreshold) {

    private static final int DEFAULT_FAILURE_THRESHOLD = 3;

    @SuppressWarnings("NullAway") // JSON may leave these out
    public Probe {
      initialDelay = initialDelay == null ? Duration.ZERO : initialDelay;
      period = period == null ? Duration.ofSeconds(10) : period;
      timeout = timeout == null ? Duration.ofSeconds(1) : timeout;
      Check.that()
          .present("check", check)
          .between("initialDelay", initialDelay, Duration.ZERO, Duration.ofHours(1))
          .between("period", period, Duration.ofSeconds(1), Duration.ofHours(1))
          .between("timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(10))
          .between("failureThreshold", failureThreshold, 1, 1000)
          .orThrow();
    }

    /** Tells a threshold that was left out from one of 0, which is refused. */
    @JsonCreator
    @SuppressWarnings("NullAway") // JSON may leave these out
    static Probe of(
        @JsonProperty("check") @Nullable ProbeCheck check,
        @JsonProperty("initialDelay") @Nullable Duration initialDelay,
        @JsonProperty("period") @Nullable Duration period,
        @JsonProperty("timeout") @Nullable Duration timeout,
        @JsonProperty("failureThreshold") @Nullable Integer failureThreshold) {
      return new Probe(
          check,
          initialDelay,
          period,
          timeout,
          failureThreshold == null ? DEFAULT_FAILURE_THRESHOLD : failureThreshold);
    }

    /** An HTTP GET with Kubernetes' default timings. */
    public static Probe http(String path, int port) {
      return new Probe(
          new ProbeCheck.Http(path, port),
          Duration.ZERO,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          DEFAULT_FAILURE_THRESHOLD);
    }
  }

  /** What a probe checks. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ProbeCheck.Http.class, name = "HTTP"),
    @JsonSubTypes.Type(value = ProbeCheck.Tcp.class, name = "TCP"),
    @JsonSubTypes.Type(value = ProbeCheck.Exec.class, name = "EXEC"),
    @JsonSubTypes.Type(value = ProbeCheck.Grpc.class, name = "GRPC")
  })
  public sealed interface ProbeCheck {

    /** The name of the port that is checked; null where it is a number, or none. */
    default @Nullable String portName() {
      return null;
    }

    /**
     * A GET that answers 200 to 399.
     *
     * @param path begins with a slash
     * @param port 1 to 65535
     * @param portName the name of one of the ports, in place of its number
     * @param scheme HTTP if left out; the certificate is not verified
     * @param host the name or address to connect to; the pod's own if left out
     * @param headers headers of the request
     */
    record Http(
        String path,
        @Nullable Integer port,
        @Nullable String portName,
        @Nullable Scheme scheme,
        @Nullable String host,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> headers)
        implements ProbeCheck {

      private static final Pattern HEADER = Pattern.compile("[-A-Za-z0-9]+");

      public Http {
        scheme = scheme == Scheme.HTTP ? null : scheme; // said or not, it is the same
        headers = Check.mapOrEmpty(headers);
        Check check =
            Check.that()
                .line("path", path, 1000)
                .holds(
                    path == null || path.startsWith("/"),
                    "path",
                    "'" + path + "'",
                    "a path that begins with '/'");
        checkPort(check, port, portName);
        if (host != null) {
          check.line("host", host, 253);
        }
        headers.forEach(
            (name, value) -> {
              check.matches("headers", name, HEADER, "names of letters, digits and -");
              if (!value.isEmpty()) {
                check.line("headers." + name, value, 4000);
              }
            });
        check.orThrow();
      }

      public Http(String path, int port) {
        this(path, port, null, null, null, Map.of());
      }

      /** Without the values of the headers: they may hold what nobody should read. */
      @Override
      public String toString() {
        return "Http[path=%s, port=%s, portName=%s, scheme=%s, host=%s, headers=%s]"
            .formatted(path, port, portName, scheme, host, headers.keySet());
      }
    }

    /** Of a request. */
    enum Scheme {
      HTTP,
      HTTPS
    }

    /**
     * A connection that opens.
     *
     * @param port 1 to 65535
     * @param portName the name of one of the ports, in place of its number
     */
    record Tcp(@Nullable Integer port, @Nullable String portName) implements ProbeCheck {
      public Tcp {
        Check check = Check.that();
        checkPort(check, port, portName);
        check.orThrow();
      }

      public Tcp(int port) {
        this(port, null);
      }
    }

    /**
     * The gRPC health service, which answers that it serves. In Kubernetes 1.24 or later.
     *
     * @param port 1 to 65535
     * @param service the service that is asked about; the whole server if left out
     */
    record Grpc(int port, @Nullable String service) implements ProbeCheck {
      public Grpc {
        service = service == null || service.isEmpty() ? null : service; // said or not
        Check check = Check.that().between("port", port, 1, 65535);
        if (service != null) {
          check.line("service", service, 1000);
        }
        check.orThrow();
      }
    }

    private static void checkPort(Check check, @Nullable Integer port, @Nullable String name) {
      if (port == null && name == null) {
        check.fault("port", "nothing", "1 to 65535, or portName");
      }
      if (port != null) {
        check.between("port", port, 1, 65535);
      }
      if (name != null) {
        check
            .label("portName", name)
            .holds(port == null, "portName", "it beside port", "one of the two");
      }
    }

    /**
     * A command in the container that exits with 0.
     *
     * @param command the program and its arguments; no shell is put around them
     */
    record Exec(List<String> command) implements ProbeCheck {
      public Exec {
        Check.that().notEmpty("command", command).orThrow();
        command = List.copyOf(command);
      }
    }
  }
}
