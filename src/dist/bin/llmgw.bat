@echo off
rem Starts llmgw: finds a Java to run on. LLMGW_JAVA_HOME names the one to use,
rem LLMGW_JAVA_OPTS holds further JVM options.
setlocal enableextensions disabledelayedexpansion

for %%I in ("%~dp0..") do set "LLMGW_DIST=%%~fI"
if not exist "%LLMGW_DIST%\lib\llmgw.jar" (
  echo error: this installation is not complete: %LLMGW_DIST%\lib\llmgw.jar is missing>&2
  exit /b 1
)

set "LLMGW_JAVA="
if exist "%LLMGW_DIST%\runtime\bin\java.exe" set "LLMGW_JAVA=%LLMGW_DIST%\runtime\bin\java.exe"
if not defined LLMGW_JAVA if defined LLMGW_JAVA_HOME call :take "%LLMGW_JAVA_HOME%"
if not defined LLMGW_JAVA if defined JAVA_HOME call :take "%JAVA_HOME%"
if not defined LLMGW_JAVA for %%I in (java.exe) do if not "%%~$PATH:I"=="" call :take "%%~dp$PATH:I.."
if not defined LLMGW_JAVA for /d %%D in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk-*" "%ProgramFiles%\Zulu\*" "%USERPROFILE%\.jdks\*" "%USERPROFILE%\scoop\apps\*jdk*\current") do if not defined LLMGW_JAVA call :take "%%~fD"
if not defined LLMGW_JAVA (
  echo error: llmgw needs Java 25 or newer, and none was found>&2
  echo try: winget install EclipseAdoptium.Temurin.25.JRE, or set LLMGW_JAVA_HOME>&2
  exit /b 1
)

rem See bin/llmgw for the reasons.
set "LLMGW_TUNING=-XX:MaxRAMPercentage=25 -XX:TieredStopAtLevel=1"
set "LLMGW_HEAP=-Xms16m"
if /i "%~1"=="serve" set "LLMGW_TUNING=-XX:MaxRAMPercentage=50 -XX:MaxHeapFreeRatio=50 -XX:-ShrinkHeapInSteps"
if /i "%~1"=="serve" set "LLMGW_HEAP=-Xms48m -Xmn32m -XX:SurvivorRatio=4"
if not defined LLMGW_JAVA_OPTS goto serial
if not "%LLMGW_JAVA_OPTS:-Xms=%"=="%LLMGW_JAVA_OPTS%" set "LLMGW_HEAP="
if not "%LLMGW_JAVA_OPTS:-Xmn=%"=="%LLMGW_JAVA_OPTS%" set "LLMGW_HEAP="
if not "%LLMGW_JAVA_OPTS:HeapSize=%"=="%LLMGW_JAVA_OPTS%" set "LLMGW_HEAP="
if not "%LLMGW_JAVA_OPTS:NewSize=%"=="%LLMGW_JAVA_OPTS%" set "LLMGW_HEAP="
if not "%LLMGW_JAVA_OPTS:UseSerialGC=%"=="%LLMGW_JAVA_OPTS%" goto serial
if "%LLMGW_JAVA_OPTS:GC=%"=="%LLMGW_JAVA_OPTS%" goto serial
if defined LLMGW_HEAP set "LLMGW_HEAP=-Xms16m"
goto start
:serial
set "LLMGW_TUNING=%LLMGW_TUNING% -XX:+UseSerialGC"
:start

"%LLMGW_JAVA%" %LLMGW_TUNING% %LLMGW_HEAP% -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 %LLMGW_JAVA_OPTS% -jar "%LLMGW_DIST%\lib\llmgw.jar" %*
exit /b %ERRORLEVEL%

rem Takes the Java in folder %1 if its release file says 25 or newer.
:take
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "usebackq tokens=1,2 delims==" %%A in ("%~1\release") do (
  if "%%A"=="JAVA_VERSION" for /f "delims=.-+" %%V in ("%%~B") do if %%V GEQ 25 set "LLMGW_JAVA=%~1\bin\java.exe"
)
exit /b 0
