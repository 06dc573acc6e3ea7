import type { Simulation } from '../../../definition/simulation.ts';
import { optodeSimulation } from '../seacat-simulation.ts';

/** What SBE 19plus V2 S/N 01907230 (firmware 2.5.2) answered, as OOI's tests keep it; see README. The line of `DualGTD` is other firmware's. */
export const simulation: Simulation = {
  ...optodeSimulation,
  replies: {
    get_status: `\
<StatusData DeviceType = 'SBE19plus' SerialNumber = '01907230'>\r
   <DateTime>2014-05-08T21:58:38</DateTime>\r
   <LoggingState>not logging</LoggingState>\r
   <EventSummary numEvents = '3'/>\r
   <Power>\r
      <vMain>12.9</vMain>\r
      <vLith>8.5</vLith>\r
      <iMain>51.1</iMain>\r
      <iPump> 0.4</iPump>\r
      <iExt01> 0.4</iExt01>\r
      <iSerial>46.9</iSerial>\r
   </Power>\r
   <MemorySummary>\r
      <Bytes>1224</Bytes>\r
      <Samples>68</Samples>\r
      <SamplesFree>3655384</SamplesFree>\r
      <SampleLength>18</SampleLength>\r
      <Profiles>4</Profiles>\r
   </MemorySummary>\r
</StatusData>\r
`,
    get_hardware: `\
<HardwareData DeviceType = 'SBE19plus' SerialNumber = '01907230'>\r
   <Manufacturer>Sea-Bird Electronics, Inc.</Manufacturer>\r
   <FirmwareVersion>2.5.2</FirmwareVersion>\r
   <FirmwareDate>12 Mar 2013 11:50</FirmwareDate>\r
   <CommandSetVersion>1.3</CommandSetVersion>\r
   <PCBAssembly PCBSerialNum = '49565' AssemblyNum = '41054H'/>\r
   <PCBAssembly PCBSerialNum = '43360' AssemblyNum = '41580B'/>\r
   <PCBAssembly PCBSerialNum = '49357' AssemblyNum = '41606'/>\r
   <PCBAssembly PCBSerialNum = '38072' AssemblyNum = '41057A'/>\r
   <MfgDate>29-Oct-2012</MfgDate>\r
   <InternalSensors>\r
      <Sensor id = 'Main Temperature'>\r
         <type>temperature0</type>\r
         <SerialNumber>01907230</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'Main Conductivity'>\r
         <type>conductivity-0</type>\r
         <SerialNumber>01907230</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'Main Pressure'>\r
         <type>quartzTC-0</type>\r
         <SerialNumber>124969</SerialNumber>\r
      </Sensor>\r
   </InternalSensors>\r
   <ExternalSensors>\r
      <Sensor id = 'volt 0'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'volt 1'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'volt 2'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'volt 3'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'volt 4'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'volt 5'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'serial'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
   </ExternalSensors>\r
</HardwareData>\r
`,
    get_configuration: `\
<ConfigurationData DeviceType = 'SBE19plus' SerialNumber = '01907230'>\r
   <ProfileMode>\r
      <ScansToAverage>4</ScansToAverage>\r
      <MinimumCondFreq>500</MinimumCondFreq>\r
      <PumpDelay>60</PumpDelay>\r
      <AutoRun>no</AutoRun>\r
      <IgnoreSwitch>yes</IgnoreSwitch>\r
   </ProfileMode>\r
   <Battery>\r
      <Type>alkaline</Type>\r
      <CutOff>7.5</CutOff>\r
   </Battery>\r
   <DataChannels>\r
      <ExtVolt0>yes</ExtVolt0>\r
      <ExtVolt1>yes</ExtVolt1>\r
      <ExtVolt2>no</ExtVolt2>\r
      <ExtVolt3>no</ExtVolt3>\r
      <ExtVolt4>no</ExtVolt4>\r
      <ExtVolt5>no</ExtVolt5>\r
      <SBE38>no</SBE38>\r
      <WETLABS>no</WETLABS>\r
      <OPTODE>yes</OPTODE>\r
      <SBE63>no</SBE63>\r
      <GTD>no</GTD>\r
      <DualGTD>no</DualGTD>\r
   </DataChannels>\r
   <EchoCharacters>yes</EchoCharacters>\r
   <OutputExecutedTag>no</OutputExecutedTag>\r
   <OutputFormat>raw HEX</OutputFormat>\r
</ConfigurationData>\r
`,
    get_calibration: `\
<CalibrationCoefficients DeviceType = 'SBE19plus' SerialNumber = '01907230'>\r
   <Calibration format = 'TEMP1' id = 'Main Temperature'>\r
      <SerialNum>01907230</SerialNum>\r
      <CalDate>07-Dec-13</CalDate>\r
      <TA0>1.272723e-03</TA0>\r
      <TA1>2.687218e-04</TA1>\r
      <TA2>-4.735777e-07</TA2>\r
      <TA3>1.522571e-07</TA3>\r
      <TOFFSET>0.000000e+00</TOFFSET>\r
   </Calibration>\r
   <Calibration format = 'WBCOND0' id = 'Main Conductivity'>\r
      <SerialNum>01907230</SerialNum>\r
      <CalDate>07-Dec-13</CalDate>\r
      <G>-9.931677e-01</G>\r
      <H>1.391189e-01</H>\r
      <I>-4.457962e-04</I>\r
      <J>5.145191e-05</J>\r
      <CPCOR>-9.570000e-08</CPCOR>\r
      <CTCOR>3.250000e-06</CTCOR>\r
      <CSLOPE>1.000000e+00</CSLOPE>\r
   </Calibration>\r
   <Calibration format = 'QUARTZ0' id = 'Main Pressure'>\r
      <SerialNum>124969</SerialNum>\r
      <CalDate>05-Dec-13</CalDate>\r
      <PC1>9.913353e+02</PC1>\r
      <PC2>1.013600e-05</PC2>\r
      <PC3>-1.182100e-04</PC3>\r
      <PD1>3.107200e-02</PD1>\r
      <PD2>0.000000e+00</PD2>\r
      <PT1>2.767451e+01</PT1>\r
      <PT2>-1.080330e-04</PT2>\r
      <PT3>1.036700e-06</PT3>\r
      <PT4>1.687490e-09</PT4>\r
      <PSLOPE>1.000000e+00</PSLOPE>\r
      <POFFSET>0.000000e+00</POFFSET>\r
      <PRANGE>2.000000e+02</PRANGE>\r
   </Calibration>\r
   <Calibration format = 'VOLT0' id = 'Volt 0'>\r
      <OFFSET>-4.719895e-02</OFFSET>\r
      <SLOPE>1.248055e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format = 'VOLT0' id = 'Volt 1'>\r
      <OFFSET>-4.677263e-02</OFFSET>\r
      <SLOPE>1.249706e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format = 'VOLT0' id = 'Volt 2'>\r
      <OFFSET>-4.673579e-02</OFFSET>\r
      <SLOPE>1.247281e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format = 'VOLT0' id = 'Volt 3'>\r
      <OFFSET>-4.665053e-02</OFFSET>\r
      <SLOPE>1.248687e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format = 'VOLT0' id = 'Volt 4'>\r
      <OFFSET>-4.620527e-02</OFFSET>\r
      <SLOPE>1.248225e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format = 'VOLT0' id = 'Volt 5'>\r
      <OFFSET>-4.645263e-02</OFFSET>\r
      <SLOPE>1.249040e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format = 'FREQ0' id = 'external frequency channel'>\r
      <EXTFREQSF>9.999944e-01</EXTFREQSF>\r
   </Calibration>\r
</CalibrationCoefficients>\r
`,
    get_event_counters: `\
<EventCounters DeviceType = 'SBE19plus' SerialNumber = '01907230'>\r
   <EventSummary numEvents = '3'/>\r
</EventCounters>\r
`,
  },
  records: { ...optodeSimulation.records, sample: '04570F0A1E910828FC47BC59F199952C64C9\r\n' },
};
