package org.meterhaus.dlms.server.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.classes.AnyValue;
import org.meterhaus.dlms.classes.ClassModel;
import org.meterhaus.dlms.classes.InterfaceClasses;
import org.meterhaus.dlms.classes.OtherVersions;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.control.ParameterMonitor;

@DisplayName("An object of an earlier version")
class EarlierVersionsTest {

  static Stream<Arguments> earlier() throws Exception {
    List<Arguments> all = new ArrayList<>();
    for (ModelledObject object : new ReadyMade().objects) {
      for (int version : InterfaceClasses.versions(object.classId())) {
        if (object instanceof HeldObject held && version != object.version()) {
          String name = object.classId() + " version " + version;
          all.add(Arguments.of(Named.of(name, held), version));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("earlier")
  void has_the_attributes_and_methods_of_its_version(HeldObject object, int version)
      throws Exception {
    object.serveAs(version);
    ClassModel model = InterfaceClasses.of(object.classId(), version);
    int last = model.lastAttribute();

    assertThat(object.version()).isEqualTo(version);
    assertThat(object.attributes()).hasSize(last);
    assertThat(object.methods()).hasSameSizeAs(model.methods());
    for (ClassModel.AttributeModel attribute : model.attributes()) {
      attribute.type().check(object.get(attribute.index(), null));
    }
    assertThatThrownBy(() -> object.get(last + 1, null))
        .isInstanceOfSatisfying(
            AccessError.class,
            e -> assertThat(e.result()).isEqualTo(DataAccessResult.OBJECT_UNDEFINED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("earlier")
  void keeps_what_is_written_in_the_types_of_its_version(HeldObject object, int version)
      throws Exception {
    object.serveAs(version);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(version);
    for (ClassModel.AttributeModel attribute : object.model().attributes()) {
      // Parts of attributes are named by index only up to where that has a meaning.
      boolean named = attribute.name().equals("push_object_list") || isCompact(object, attribute);
      if (object.writable(attribute.index()) && !named) {
        Data value = AnyValue.of(attribute.type(), random);
        object.set(attribute.index(), value);
        assertThat(object.get(attribute.index(), null)).as(attribute.name()).isEqualTo(value);
      }
    }
  }

  private static boolean isCompact(HeldObject object, ClassModel.AttributeModel attribute) {
    return object.classId() == InterfaceClass.COMPACT_DATA
        && attribute.name().equals("capture_objects");
  }

  @Test
  void of_class_40_takes_four_parts_and_a_number_for_what_became_more() throws Exception {
    HeldObject push =
        (HeldObject)
            new ReadyMade()
                .objects.stream()
                    .filter(each -> each.classId() == InterfaceClass.PUSH_SETUP)
                    .findFirst()
                    .orElseThrow();
    push.serveAs(0);
    Data list = new Data.Array(List.of(CaptureObject.CLOCK.toData()));

    push.set(2, list);
    push.set(7, new Data.LongUnsigned(90));

    assertThat(push.get(2, null)).isEqualTo(list);
    assertThat(push.get(7, null)).isEqualTo(new Data.LongUnsigned(90));
    push.serveAs(2);
    assertThat(push.get(2, null).asList().getFirst().asList()).hasSize(6);
    assertThat(push.get(7, null))
        .isEqualTo(
            Data.Structure.of(
                new Data.LongUnsigned(90), new Data.LongUnsigned(100), new Data.LongUnsigned(0)));
  }

  @Test
  void of_class_7_gives_rows_by_its_methods() throws Exception {
    ReadyMade meter = new ReadyMade();
    CapturedProfile profile =
        meter.device.add(
            new CapturedProfile(
                meter.device,
                ObisCode.of(1, 0, 99, 9, 0, 255),
                List.of(CaptureObject.CLOCK, new CaptureObject(ReadyMade.ENERGY_VALUE, 0)),
                Duration.ofMinutes(15),
                10));
    meter.pass(Duration.ofHours(1));
    profile.serveAs(0);
    Selection range = new Selection.TimeRange(ReadyMade.START, ReadyMade.START.plusSeconds(1_800));

    assertThat(profile.action(3, range.accessParameters()).asList()).hasSize(2);
    assertThat(profile.action(4, new Selection.EntryRange(2, 4).accessParameters()).asList())
        .hasSize(3);
    assertThat(profile.get(3, null).asList().getFirst().asList()).hasSize(3);
    assertThat(profile.get(2, new Selection.EntryRange(1, 1)).asList()).hasSize(1);
  }

  @Test
  void of_class_65_gets_a_digest_in_version_1() throws Exception {
    ReadyMade meter = new ReadyMade();
    ParameterMonitor monitor =
        meter.device.add(
            new ParameterMonitor(
                meter.device,
                ObisCode.of(0, 0, 16, 2, 9, 255),
                List.of(ValueDefinition.of(ReadyMade.ENERGY_VALUE))));
    byte[] encoded = Bytes.ofHex("0600000005").toArray();

    assertThat(monitor.get(8, null)).isEqualTo(Data.Structure.of(new Data.DoubleLongUnsigned(5)));
    assertThat(monitor.get(7, null))
        .isEqualTo(
            new Data.OctetString(
                Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(encoded))));
    monitor.set(6, new Data.Enumerated(1));
    assertThat(monitor.get(7, null))
        .isEqualTo(
            new Data.OctetString(
                Bytes.copyOf(MessageDigest.getInstance("SHA-384").digest(encoded))));
    assertThat(
            monitor.action(
                1,
                Data.Structure.of(
                    new Data.LongUnsigned(8),
                    ObisCode.of(0, 0, 1, 0, 0, 255).toData(),
                    new Data.Integer8(3))))
        .isEqualTo(new Data.NullData());
    assertThat(monitor.get(8, null).asList()).hasSize(2);
  }

  static Stream<ClassModel> models() {
    return InterfaceClasses.all().stream();
  }

  @ParameterizedTest
  @MethodSource("models")
  void says_the_same_to_a_later_version_and_back(ClassModel model) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(model.id());
    ClassModel newest = InterfaceClasses.of(model.id());
    for (ClassModel.AttributeModel attribute : model.attributes()) {
      ClassModel.AttributeModel latest = newest.attributes().get(attribute.index() - 2);
      for (int i = 0; i < 10; i++) {
        Data value = AnyValue.of(attribute.type(), random);

        Data later = OtherVersions.later(value, latest.type());

        latest.type().check(later);
        assertThat(OtherVersions.earlier(later, attribute.type())).isEqualTo(value);
      }
    }
  }
}
