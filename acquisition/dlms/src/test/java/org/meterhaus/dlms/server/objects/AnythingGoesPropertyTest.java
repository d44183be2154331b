package org.meterhaus.dlms.server.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.AnyValue;
import org.meterhaus.dlms.classes.ClassModel;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.server.AccessError;

@DisplayName("A device to which anything is written")
class AnythingGoesPropertyTest {

  private static final int STEPS = 150;

  static LongStream seeds() {
    return LongStream.range(0, 6);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void goes_on_and_still_tells_values_of_the_standards_types(long seed) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    ReadyMade meter = new ReadyMade();

    for (int i = 0; i < STEPS; i++) {
      ModelledObject object = meter.objects.get(random.nextInt(meter.objects.size()));
      ask(object, random);
      meter.energy.set(random.nextLong(100));
      meter.time.updateAndGet(now -> now.plusSeconds(random.nextInt(4000)));
      letTimePass(meter);
    }

    for (ModelledObject object : meter.objects) {
      for (ClassModel.AttributeModel attribute : object.model().attributes()) {
        if (!asksOthers(object, attribute.index())) {
          attribute.type().check(object.get(attribute.index(), null));
        }
      }
    }
  }

  /** The buffer of Data protection reads and protects what its list names: that may be nothing. */
  private static boolean asksOthers(ModelledObject object, int attribute) {
    return object.classId() == InterfaceClass.DATA_PROTECTION && attribute == 2;
  }

  /** Writes or invokes something; a refusal is an answer, any other exception a bug. */
  private static void ask(ModelledObject object, RandomGenerator random) {
    try {
      if (random.nextInt(3) == 0 && !object.methods().isEmpty()) {
        List<Integer> methods = object.methods();
        int method = methods.get(random.nextInt(methods.size()));
        object.action(
            method, AnyValue.wild(object.model().methods().get(method - 1).parameter(), random));
      } else {
        List<ClassModel.AttributeModel> attributes = object.model().attributes();
        ClassModel.AttributeModel attribute = attributes.get(random.nextInt(attributes.size()));
        object.set(attribute.index(), AnyValue.wild(attribute.type(), random));
      }
    } catch (AccessError e) {
      assertThat(e.result()).isNotNull();
    } catch (Malformed e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  /** What a tick does, without its patience with objects that fail. */
  private static void letTimePass(ReadyMade meter) {
    Instant now = meter.device.now();
    for (ModelledObject object : meter.objects) {
      if (object instanceof TimeDriven driven) {
        Instant due = driven.due();
        driven.tick(now);
        assertThat(due).as("due of " + object).isNotEqualTo(Instant.MIN);
      }
    }
    meter.pass(Duration.ofMillis(1));
  }
}
