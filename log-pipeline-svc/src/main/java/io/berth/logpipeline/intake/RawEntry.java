/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.intake;

import java.time.Instant;

/**
 * A record as it goes to Kafka.
 *
 * @param stream the Kafka key
 * @param id the CloudEvents id: the producer's, or one of the receiver's
 * @param time the record's own
 * @param json a {@code RawLog}
 */
public record RawEntry(String stream, String id, Instant time, byte[] json) {}
